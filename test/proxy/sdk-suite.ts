// Letta's official SDK against the proxy, with a visitor's token as its key: whoever knows Letta knows the proxy.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import Letta from '@letta-ai/letta-client';

export interface SdkStage {
  /** The proxy's address. */
  readonly url: string;
  /** The public name of an agent with the scripted model. */
  readonly agent: string;
  close(): Promise<void>;
}

const background = { streaming: true as const, stream_tokens: true, background: true, include_pings: true };
const say = (content: string) => ({ messages: [{ role: 'user' as const, content }], ...background });

/** `resumes`: the Letta behind the proxy has Redis. */
export function sdkBehaviour(start: () => Promise<SdkStage>, { resumes }: { resumes: boolean }): void {
  let stage: SdkStage;
  let client: Letta;

  before(async () => {
    stage = await start();
    client = await asNewVisitor();
  });
  after(() => stage.close());

  async function asNewVisitor(): Promise<Letta> {
    const answer = await fetch(`${stage.url}/v1/visitors`, { method: 'POST' });
    const { token } = (await answer.json()) as { token: string };
    return new Letta({ baseURL: stage.url, apiKey: token, maxRetries: 0 });
  }

  const create = () => client.conversations.create({ agent_id: stage.agent });

  async function reply(stream: AsyncIterable<Letta.Agents.LettaStreamingResponse>): Promise<string> {
    let text = '';
    for await (const event of stream) {
      if (event.message_type === 'assistant_message') text += event.content;
    }
    return text;
  }

  test('the SDK creates, retrieves, renames, lists and deletes conversations', async () => {
    const created = await client.conversations.create({ agent_id: stage.agent, summary: 'by the SDK' });
    assert.equal(created.agent_id, stage.agent);
    assert.equal((await client.conversations.retrieve(created.id)).summary, 'by the SDK');
    assert.equal((await client.conversations.update(created.id, { summary: 'renamed' })).summary, 'renamed');
    const listed = await client.conversations.list({ agent_id: stage.agent, limit: 5 });
    assert.deepEqual(
      listed.map(({ id, summary }) => [id, summary]),
      [[created.id, 'renamed']],
    );
    await client.conversations.delete(created.id);
    await assert.rejects(client.conversations.retrieve(created.id), Letta.NotFoundError);
  });

  test('the SDK streams a reply, and lists the messages', async () => {
    const { id } = await create();
    assert.equal(await reply(await client.conversations.messages.create(id, say('hello SDK'))), 'You said: hello SDK');
    const seen: string[] = [];
    for await (const message of client.conversations.messages.list(id, { order: 'asc', limit: 1 })) {
      if ('content' in message) seen.push(`${message.message_type}: ${String(message.content)}`);
    }
    assert.deepEqual(seen, ['user_message: hello SDK', 'assistant_message: You said: hello SDK']);
  });

  test('a failed run rejects in the SDK', async () => {
    const { id } = await create();
    const stream = await client.conversations.messages.create(id, say('fail 500'));
    await assert.rejects(reply(stream), Letta.APIError);
  });

  test('the SDK resumes a run that goes on', { skip: resumes ? false : 'needs Redis' }, async () => {
    const { id } = await create();
    const otid = crypto.randomUUID();
    const body = { ...background, messages: [{ role: 'user' as const, content: 'slow 10 words 40', otid }] };
    const stream = await client.conversations.messages.create(id, body);
    for await (const event of stream) if (event.message_type === 'assistant_message') break;
    const resumed = await reply(await client.conversations.messages.stream(id, { otid, starting_after: 0 }));
    assert.equal(resumed.split(' ').length, 40);
  });

  test('the SDK cancels a run', async () => {
    const { id } = await create();
    const stream = await client.conversations.messages.create(id, say('slow 20 words 400'));
    let cancelled = false;
    for await (const event of stream) {
      if (event.message_type !== 'assistant_message' || cancelled) continue;
      cancelled = true;
      await client.conversations.cancel(id);
    }
    assert.ok(cancelled);
    await assert.rejects(client.conversations.cancel(id), Letta.ConflictError);
  });

  test('the SDK forks a conversation', async () => {
    const { id } = await create();
    await reply(await client.conversations.messages.create(id, say('remember me')));
    const fork = await client.conversations.fork(id);
    const { items } = await client.conversations.messages.list(fork.id);
    assert.equal(items.length, 2);
  });

  test("another visitor's SDK finds nothing", async () => {
    const { id } = await create();
    const other = await asNewVisitor();
    await assert.rejects(other.conversations.retrieve(id), Letta.NotFoundError);
    assert.deepEqual(await other.conversations.list({ agent_id: stage.agent }), []);
  });

  test('without a token the SDK hears that it is not authenticated', async () => {
    const stranger = new Letta({ baseURL: stage.url, apiKey: 'sk-something', maxRetries: 0 });
    await assert.rejects(stranger.conversations.list(), Letta.AuthenticationError);
  });
}
