// Conversations as things: create, list, retrieve, rename, delete, fork, and what is wrong with a request.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, createAgent, createConversation, history, send, transcript, user } from './client.ts';

const UNKNOWN = 'conv-00000000-0000-4000-8000-000000000000';
const FIELDS = [
  ...['created_by_id', 'last_updated_by_id', 'created_at', 'updated_at', 'id', 'agent_id', 'summary'],
  ...['in_context_message_ids', 'isolated_block_ids', 'model', 'model_settings', 'last_message_at'],
];
let agent: string;

before(async () => {
  agent = await createAgent();
});
after(() => call('DELETE', `/v1/agents/${agent}`));

test('a conversation is created with a summary', async () => {
  const { status, json } = await call('POST', `/v1/conversations/?agent_id=${agent}`, { summary: 'first' });
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(json), FIELDS);
  assert.match(String(json['id']), /^conv-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.match(String(json['created_at']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  assert.deepEqual([json['summary'], json['agent_id'], json['last_message_at']], ['first', agent, null]);
});

test('a conversation is created without a body', async () => {
  const { status, json } = await call('POST', `/v1/conversations/?agent_id=${agent}`);
  assert.deepEqual([status, json['summary']], [200, null]);
});

test('without the slash the answer is a redirect to the form with it', async () => {
  const { status, location } = await call('POST', `/v1/conversations?agent_id=${agent}`, {});
  assert.equal(status, 307);
  assert.ok(location?.endsWith(`/v1/conversations/?agent_id=${agent}`), String(location));
});

test('creating for an unknown agent is 404, without an agent 422', async () => {
  const unknown = await call('POST', '/v1/conversations/?agent_id=agent-00000000-0000-4000-8000-000000000000', {});
  assert.deepEqual([unknown.status, unknown.json], [404, { detail: 'Agent not found' }]);
  const missing = await call('POST', '/v1/conversations/', {});
  const detail = "[{'type': 'missing', 'loc': ('query', 'agent_id'), 'msg': 'Field required', 'input': None}]";
  assert.deepEqual([missing.status, missing.json], [422, { trace_id: '', detail }]);
});

test('conversations are listed newest first, and `after` gives the older ones', async () => {
  const own = await createAgent();
  const ids = [
    await createConversation(own, 'a'),
    await createConversation(own, 'b'),
    await createConversation(own, 'c'),
  ];
  const list = async (query: string) =>
    (await call('GET', `/v1/conversations/?agent_id=${own}${query}`)).list.map(({ id }) => id);
  assert.deepEqual(await list(''), ids.toReversed());
  assert.deepEqual(await list('&limit=2'), [ids[2], ids[1]]);
  assert.deepEqual(await list(`&limit=2&after=${ids[1]}`), [ids[0]]);
  assert.deepEqual(await list(`&after=${ids[0]}`), []);
  assert.deepEqual(await list('&order=asc&limit=1'), [ids[0]]);
  await call('DELETE', `/v1/agents/${own}`);
});

test('without an agent the conversations of the whole account are listed', async () => {
  const other = await createAgent();
  const ids = [await createConversation(agent), await createConversation(other)];
  const all = (await call('GET', '/v1/conversations/?limit=20')).list.map(({ id }) => id);
  assert.ok(ids.every((id) => all.includes(id)));
  await call('DELETE', `/v1/agents/${other}`);
});

test('listing for an unknown agent is empty; after an unknown conversation it is 404; a wrong limit or order 422', async () => {
  const unknown = await call('GET', '/v1/conversations/?agent_id=agent-00000000-0000-4000-8000-000000000000');
  assert.deepEqual([unknown.status, unknown.list], [200, []]);
  assert.equal((await call('GET', `/v1/conversations/?agent_id=${agent}&after=${UNKNOWN}`)).status, 404);
  assert.equal((await call('GET', `/v1/conversations/?agent_id=${agent}&limit=x`)).status, 422);
  assert.equal((await call('GET', `/v1/conversations/?agent_id=${agent}&order=up`)).status, 422);
});

test('a retrieved conversation names the messages of its context, the system message first', async () => {
  const id = await createConversation(agent);
  const fresh = await call('GET', `/v1/conversations/${id}`);
  assert.deepEqual(Object.keys(fresh.json), FIELDS);
  await send(id, user('hello'));
  const { json } = await call('GET', `/v1/conversations/${id}`);
  const listed = await history(id, '?order=asc');
  assert.equal((fresh.json['in_context_message_ids'] as string[]).length, 1);
  assert.deepEqual(
    json['in_context_message_ids'],
    listed.map((message) => message['id']),
  );
  assert.equal(listed[0]!['message_type'], 'system_message');
  assert.notEqual(json['last_message_at'], null);
});

test('an unknown conversation is 404, and the answer names ids of the account', async () => {
  const answers = [
    await call('GET', `/v1/conversations/${UNKNOWN}`),
    await call('PATCH', `/v1/conversations/${UNKNOWN}`, { summary: 'x' }),
    await call('DELETE', `/v1/conversations/${UNKNOWN}`),
    await call('POST', `/v1/conversations/${UNKNOWN}/messages`, user('x')),
    await call('POST', `/v1/conversations/${UNKNOWN}/fork`),
    await call('POST', `/v1/conversations/${UNKNOWN}/cancel`),
  ];
  for (const { status, json } of answers) {
    assert.equal(status, 404);
    assert.match(
      String(json['detail']),
      /^Conversation not found with id='\['conv-0.*user-0000.*organization_id='org-0000/,
    );
  }
});

test('an id of the wrong form is 422, also `default` and an agent’s id where a conversation is wanted', async () => {
  const short = await call('GET', '/v1/conversations/nope');
  assert.equal(short.status, 422);
  assert.match(String(short.json['detail']), /^\[\{'type': 'string_too_short', 'loc': \('path', 'conversation_id'\)/);
  assert.equal((await call('GET', '/v1/conversations/default')).status, 422);
  assert.equal((await call('GET', `/v1/conversations/${agent}`)).status, 422);
  assert.equal((await call('GET', `/v1/conversations/${UNKNOWN.replaceAll('0', 'x')}`)).status, 422);
  assert.equal((await call('GET', '/v1/conversations/nope/messages')).status, 422);
});

test('a summary is changed; null leaves it; no body or a number is 422', async () => {
  const id = await createConversation(agent, 'old');
  const changed = await call('PATCH', `/v1/conversations/${id}`, { summary: 'new' });
  assert.deepEqual([changed.status, changed.json['summary']], [200, 'new']);
  assert.equal((await call('PATCH', `/v1/conversations/${id}`, { summary: null })).json['summary'], 'new');
  assert.equal((await call('PATCH', `/v1/conversations/${id}`)).status, 422);
  const number = await call('PATCH', `/v1/conversations/${id}`, { summary: 3 });
  const detail =
    "[{'type': 'string_type', 'loc': ('body', 'summary'), 'msg': 'Input should be a valid string', 'input': 3}]";
  assert.deepEqual([number.status, number.json['detail']], [422, detail]);
});

test('a deleted conversation is gone: 404, not listed, no messages', async () => {
  const id = await createConversation(agent);
  await send(id, user('hello'));
  const deleted = await call('DELETE', `/v1/conversations/${id}`);
  assert.deepEqual([deleted.status, deleted.text], [200, 'null']);
  assert.equal((await call('GET', `/v1/conversations/${id}`)).status, 404);
  assert.equal((await call('DELETE', `/v1/conversations/${id}`)).status, 404);
  assert.deepEqual(await history(id), []);
  const listed = (await call('GET', `/v1/conversations/?agent_id=${agent}`)).list;
  assert.ok(!listed.some((each) => each['id'] === id));
});

test('a fork has the same messages and goes its own way', async () => {
  const id = await createConversation(agent, 'source');
  await send(id, user('shared'));
  const { status, json } = await call('POST', `/v1/conversations/${id}/fork`);
  assert.deepEqual([status, Object.keys(json), json['summary'], json['agent_id']], [200, FIELDS, null, agent]);
  const fork = String(json['id']);
  const [ours, theirs] = [await history(id, '?order=asc'), await history(fork, '?order=asc')];
  assert.deepEqual(theirs.slice(1), ours.slice(1));
  assert.notEqual(theirs[0]!['id'], ours[0]!['id']);
  await send(fork, user('only here'));
  assert.deepEqual((await transcript(id)).length, 2);
  assert.equal((await transcript(fork)).length, 4);
  await call('DELETE', `/v1/conversations/${id}`);
  assert.equal((await transcript(fork)).length, 4);
});
