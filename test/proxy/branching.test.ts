// Branching where Letta can fork at a message, the line above which the agent does not read, the variant that an operator shows.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createMemoryStore } from '../../proxy/store/memory.ts';
import { createSqliteStore } from '../../proxy/store/sqlite.ts';
import { branchingBehaviour } from './branching-suite.ts';
import { newVisitor, startRig } from './rig.ts';

const folder = mkdtempSync(join(tmpdir(), 'letta-chat-branching-'));
const sqlite = createSqliteStore(join(folder, 'store.sqlite'));
after(() => {
  sqlite.close();
  rmSync(folder, { recursive: true });
});

branchingBehaviour('memory', () => startRig());
branchingBehaviour('SQLite', () => startRig({ store: sqlite }));

async function conversation(t: { after(work: () => Promise<void>): void }) {
  const rig = startRig();
  t.after(() => rig.close());
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  for (const text of ['one', 'two', 'three']) await visitor.say(id, text);
  const messages: { id: string; otid?: string; content: string }[] = (await visitor.messages(id)).toReversed();
  return { rig, visitor, id, messages };
}

test('a fork at a message has what was said up to it, is the visitor’s, and leaves the original', async (t) => {
  const { rig, visitor, id, messages } = await conversation(t);
  rig.simulator.control.forksAtMessage = true;
  const { status, body } = await visitor.call('POST', `/v1/conversations/${id}/fork`, { message_id: messages[1]?.id });
  assert.equal(status, 200);
  const texts = async (of: string) => (await visitor.messages(of)).map((one: { content: string }) => one.content);
  assert.deepEqual(await texts(body.id), ['You said: one', 'one']);
  await visitor.say(body.id, 'another');
  assert.equal((await texts(id)).length, 6);
  assert.equal((await visitor.call('GET', '/v1/conversations')).body.length, 2);
  const other = await newVisitor(rig);
  assert.equal((await other.call('GET', `/v1/conversations/${body.id}`)).status, 404);
});

test('a conversation tells where the context window begins by a message that the visitor sees', async (t) => {
  const { rig, visitor, id, messages } = await conversation(t);
  const whole = (await (await rig.letta(`/v1/conversations/${id}`)).json()) as { in_context_message_ids: string[] };
  const within = async (ids: readonly string[]): Promise<unknown> => {
    rig.intercept = (request) =>
      request.method === 'GET' && new URL(request.url).pathname === `/v1/conversations/${id}`
        ? Promise.resolve(Response.json({ ...whole, in_context_message_ids: ids }))
        : null;
    const { body } = await visitor.call('GET', `/v1/conversations/${id}`);
    assert.doesNotMatch(JSON.stringify(body), /in_context_message_ids/);
    return [body.in_context_from, body.in_context_otid];
  };
  const [system = '', ...others] = whole.in_context_message_ids;
  const nothing = [undefined, undefined];
  assert.deepEqual(await within(whole.in_context_message_ids), nothing, 'all of it');
  assert.ok(messages[2]?.otid);
  assert.deepEqual(await within([system, ...others.slice(2)]), [messages[2]?.id, messages[2]?.otid]);
  assert.deepEqual(await within([system, ...others.slice(-1)]), [messages.at(-1)?.id, undefined]);
  assert.deepEqual(await within([]), nothing);
});

test('the variant is told where the operator shows it', async (t) => {
  const store = createMemoryStore();
  const first = startRig({ store });
  t.after(() => first.close());
  const variants = [{ label: 'calm', agent_id: first.agentId }];
  const agents = [
    { name: 'open', variants, show: ['variant'] },
    { name: 'plain', agent_id: first.agentId, show: ['variant'] },
    { name: 'hidden', variants },
  ];
  const rig = startRig({ store, restarted: first, settings: { AGENTS: JSON.stringify(agents) } });
  const visitor = await newVisitor(rig);
  for (const [name, variant] of [
    ['open', 'calm'],
    ['plain', undefined],
    ['hidden', undefined],
  ] as const) {
    const { body } = await visitor.call('POST', `/v1/conversations?agent_id=${name}`);
    assert.equal(body.variant, variant);
    assert.equal((await visitor.call('GET', `/v1/conversations/${body.id}`)).body.variant, variant);
  }
  const { body } = await visitor.call('GET', '/v1/conversations');
  assert.deepEqual(
    body.map((one: { variant?: string }) => one.variant),
    [undefined, undefined, 'calm'],
  );
});
