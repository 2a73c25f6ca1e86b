// Memory blocks belong to the agent: what one conversation writes, every later one reads. And agents as things.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, createAgent, createConversation, type Fields, ofType, replyOf, send, shapeOf, user } from './client.ts';

let agent: string;
before(async () => {
  agent = await createAgent();
});
after(() => call('DELETE', `/v1/agents/${agent}`));

const block = async (id: string, label: string) =>
  (await call('GET', `/v1/agents/${id}/core-memory/blocks/${label}`)).json;
const recall = async (conversation: string) => replyOf((await send(conversation, user('recall'))).events);
const use = async (conversation: string, tool: string, args: object) =>
  ofType((await send(conversation, user(`use ${tool} ${JSON.stringify(args)}`))).events, 'tool_return_message')[0]!;

test('what one conversation writes into a block, a new one reads; an older one keeps what it began with', async () => {
  const own = await createAgent();
  const [older, writer] = [await createConversation(own), await createConversation(own)];
  const returned = await use(writer, 'memory_insert', { label: 'human', new_string: 'The visitor is called Ada.' });
  assert.deepEqual([returned['status'], returned['tool_return']], ['success', 'unknown\nThe visitor is called Ada.']);
  assert.equal((await block(own, 'human'))['value'], 'unknown\nThe visitor is called Ada.');
  assert.equal(await recall(await createConversation(own)), 'unknown\nThe visitor is called Ada.');
  assert.equal(await recall(older), 'unknown');
  const fork = await call('POST', `/v1/conversations/${older}/fork`);
  assert.equal(await recall(String(fork.json['id'])), 'unknown\nThe visitor is called Ada.');
  await call('DELETE', `/v1/agents/${own}`);
});

test('memory_insert takes a line, memory_replace a text that is there once', async () => {
  const own = await createAgent();
  const conversation = await createConversation(own);
  await use(conversation, 'memory_insert', { label: 'human', new_string: 'top', insert_line: 0 });
  assert.equal((await block(own, 'human'))['value'], 'top\nunknown');
  const replaced = await use(conversation, 'memory_replace', {
    label: 'human',
    old_string: 'unknown',
    new_string: 'Bob',
  });
  assert.equal(replaced['tool_return'], 'top\nBob');
  const absent = await use(conversation, 'memory_replace', { label: 'human', old_string: 'zzz', new_string: 'x' });
  const text =
    'No replacement was performed, old_string `zzz` did not appear verbatim in memory block with label `human`.';
  assert.deepEqual([absent['status'], absent['tool_return']], ['error', text]);
  assert.deepEqual(absent['stderr'], [`Error executing function memory_replace: ValueError: ${text}`]);
  await call('DELETE', `/v1/agents/${own}`);
});

test('a read-only block, an unknown one and missing arguments are errors that the agent hears', async () => {
  const conversation = await createConversation(agent);
  const readOnly = await use(conversation, 'memory_insert', { label: 'persona', new_string: 'x' });
  assert.deepEqual(
    [readOnly['status'], readOnly['tool_return']],
    ['error', 'Error This block is read-only and cannot be edited.'],
  );
  const unknown = await use(conversation, 'memory_insert', { label: 'nope', new_string: 'x' });
  assert.match(String(unknown['tool_return']), /^'Block field nope does not exist \(available sections = /);
  const missing = await use(conversation, 'memory_insert', {});
  assert.match(String(missing['tool_return']), /missing 2 required positional arguments: 'label' and 'new_string'$/);
});

test('a tool that does not exist is not called', async () => {
  const { events } = await send(await createConversation(agent), user('use nope {}'));
  assert.equal(shapeOf(events), 'ping assistant_message stop:end_turn usage_statistics [DONE]');
});

test('an agent is created, retrieved and deleted with its conversations', async () => {
  const own = await createAgent({ name: 'short-lived' });
  const conversation = await createConversation(own);
  const { status, json } = await call('GET', `/v1/agents/${own}`);
  assert.deepEqual([status, json['name'], json['id']], [200, 'short-lived', own]);
  const tools = (json['tools'] as Fields[]).map(({ name }) => name).sort();
  assert.deepEqual(tools, ['conversation_search', 'memory_insert', 'memory_replace']);
  const listed = (await call('GET', '/v1/agents/?limit=5')).list.map(({ id }) => id);
  assert.equal(listed[0], own);
  const deleted = await call('DELETE', `/v1/agents/${own}`);
  assert.deepEqual([deleted.status, deleted.json], [200, { message: `Agent id=${own} successfully deleted` }]);
  assert.equal((await call('GET', `/v1/agents/${own}`)).status, 404);
  assert.equal((await call('GET', `/v1/conversations/${conversation}`)).status, 404);
});

test('an agent without a model is 400, an unknown one 404, an id of the wrong form 422', async () => {
  assert.equal((await call('POST', '/v1/agents/', { name: 'x' })).status, 400);
  const id = 'agent-00000000-0000-4000-8000-000000000000';
  const unknown = await call('GET', `/v1/agents/${id}`);
  assert.deepEqual([unknown.status, unknown.json], [404, { detail: `Agent with ID ${id} not found` }]);
  assert.equal((await call('GET', '/v1/agents/nope')).status, 422);
  assert.equal((await call('GET', '/v1/agents')).status, 307);
});

test('a block is read and written by its label', async () => {
  const own = await createAgent();
  const blocks = (await call('GET', `/v1/agents/${own}/core-memory/blocks`)).list;
  assert.deepEqual(blocks.map(({ label }) => label).sort(), ['human', 'persona']);
  const written = await call('PATCH', `/v1/agents/${own}/core-memory/blocks/human`, { value: 'written' });
  assert.deepEqual([written.status, written.json['value']], [200, 'written']);
  assert.equal(await recall(await createConversation(own)), 'written');
  const unknown = await call('GET', `/v1/agents/${own}/core-memory/blocks/nope`);
  assert.deepEqual(
    [unknown.status, unknown.json],
    [404, { detail: `No block with label 'nope' found for agent '${own}'` }],
  );
  await call('DELETE', `/v1/agents/${own}`);
});

test('the server says that it is well, and which release it is', async () => {
  const { status, json } = await call('GET', '/v1/health/');
  assert.deepEqual([status, json], [200, { version: '0.16.8', status: 'ok' }]);
  assert.equal((await call('GET', '/v1/health')).status, 307);
});
