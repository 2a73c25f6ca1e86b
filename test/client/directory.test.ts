// What a visitor can look up: the agents, what is known of a conversation, its messages page by page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDirectory } from '../../widget/client/directory.ts';
import { RequestError } from '../../widget/client.ts';
import type { Transport } from '../../widget/transport/transport.ts';
import { createWorld, settled, until } from './world.ts';

test('the agents are listed as the proxy offers them', async (t) => {
  const { open } = createWorld(t);
  assert.deepEqual(await open().listAgents(), [{ name: 'demo', title: 'Demo', description: '' }]);
});

test('a conversation is described: agent, title, dates, messages', async (t) => {
  const { open } = createWorld(t);
  const client = open();
  await client.send('words 2');
  const { conversation } = await until(client, settled);
  const { id, agent, title, messages, more, started, lastMessage } = await client.describeConversation(
    conversation ?? '',
  );
  assert.deepEqual([id, agent, title, messages, more], [conversation, 'demo', 'words 2', 2, false]);
  assert.ok(lastMessage !== null && Math.abs(lastMessage - Date.now()) < 3_600_000 && started <= Date.now());
});

test('messages come page by page, oldest first, each once, with the ids of the transcript', async (t) => {
  const { open } = createWorld(t);
  const client = open();
  const told: string[] = [];
  for (let i = 0; i < 27; i++) {
    await client.send(`words 1 nr ${i}`);
    const { messages } = await until(client, (now) => settled(now) && now.messages.length === 2 * i + 2);
    told.push(...messages.slice(-2).map(({ id }) => id));
  }
  const { conversation } = client.snapshot;
  const newest = await client.readMessages(conversation ?? '');
  assert.equal(newest.messages.length, 50);
  assert.ok(newest.before);
  const older = await client.readMessages(conversation ?? '', newest.before);
  assert.equal(older.before, null);
  const all = [...older.messages, ...newest.messages];
  assert.deepEqual(
    all.map(({ id }) => id),
    told,
  );
  assert.deepEqual(
    all.slice(0, 2).map(({ role, text, state }) => [role, text, state]),
    [
      ['user', 'words 1 nr 0', 'sent'],
      ['assistant', 'lorem', 'complete'],
    ],
  );
  assert.equal((await client.describeConversation(conversation ?? '')).messages, 54);
});

test('counting ends after a thousand', async () => {
  const created_at = '2026-11-22T20:00:00Z';
  let asked = 0;
  const page = () => {
    asked++;
    return Array.from({ length: 50 }, (_, i) => ({ id: `${asked}-${i}`, message_type: 'user_message', content: 'x' }));
  };
  const transport: Pick<Transport, 'json' | 'list'> = {
    json: async () => ({ id: 'conv-1', created_at }),
    list: async () => page(),
  };
  const found = await createDirectory(transport as Transport, new AbortController().signal).describe('conv-1');
  assert.deepEqual([found.messages, found.more, found.lastMessage, asked], [1000, true, null, 20]);
});

test('without counting it is one request, and tells the first message in mind as the chat knows it', async () => {
  const created_at = '2026-11-22T20:00:00Z';
  const describe = async (more: object) => {
    const transport: Pick<Transport, 'json'> = { json: async () => ({ id: 'conv-1', created_at, ...more }) };
    const directory = createDirectory(transport as Transport, new AbortController().signal);
    return (await directory.describe('conv-1', false)).inContextFrom;
  };
  assert.equal(await describe({}), null);
  assert.equal(await describe({ in_context_from: 'message-1' }), 'message-1:assistant');
  assert.equal(await describe({ in_context_from: 'message-1', in_context_otid: 'mine' }), 'mine');
});

test('what the proxy does not tell is a RequestError with its code', async (t) => {
  const { open, line } = createWorld(t);
  const client = open();
  const unknown = client.describeConversation('conv-00000000-0000-4000-8000-000000000000');
  await assert.rejects(unknown, (error) => error instanceof RequestError && error.failure.code === 'not_found');
  line.offline = true;
  await assert.rejects(
    client.listAgents(),
    (error) => error instanceof RequestError && error.failure.code === 'offline',
  );
});
