// The list of a conversation's messages: order, paging, types, and the forms of what is in it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, createAgent, createConversation, type Fields, history, replyOf, send, user } from './client.ts';

const UNKNOWN = 'conv-00000000-0000-4000-8000-000000000000';
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
let agent: string;
let conversation: string;
/** Oldest first: system, user, assistant, user, reasoning + assistant, user, tool call, tool return, assistant. */
let all: Fields[];

before(async () => {
  agent = await createAgent();
  conversation = await createConversation(agent);
  await send(conversation, user('one', 'my-otid'));
  await send(conversation, { ...user('think 2 words 2'), stream_tokens: true });
  await send(conversation, user('use memory_insert {"label":"human","new_string":"a"}'));
  all = await history(conversation, '?order=asc');
});
after(() => call('DELETE', `/v1/agents/${agent}`));

const ids = (messages: readonly Fields[]) => messages.map((message) => message['id']);
const types = (messages: readonly Fields[]) => messages.map((message) => message['message_type']).join(' ');

test('messages are listed newest first, unless the order is asc', async () => {
  assert.equal(
    types(all),
    'system_message user_message assistant_message user_message reasoning_message assistant_message ' +
      'user_message tool_call_message tool_return_message assistant_message',
  );
  const newestFirst = await history(conversation);
  assert.equal(newestFirst.length, all.length);
  assert.equal(newestFirst[0]!['id'], all.at(-1)!['id']);
  assert.equal(newestFirst.at(-1)!['id'], all[0]!['id']);
});

test('the system prompt is in the list, unless the types are named', async () => {
  assert.match(String(all[0]!['content']), /<memory_blocks>[\s\S]*<human>/);
  const query = '?include_return_message_types=user_message&include_return_message_types=assistant_message';
  assert.deepEqual(
    new Set(types(await history(conversation, query)).split(' ')),
    new Set(['user_message', 'assistant_message']),
  );
});

test('`before` gives older messages and `after` newer ones, whatever the order', async () => {
  const [third, sixth] = [all[2]!['id'], all[6]!['id']];
  assert.deepEqual(ids(await history(conversation, `?order=asc&before=${third}`)), ids(all.slice(0, 2)));
  assert.deepEqual(ids(await history(conversation, `?before=${third}`)), ids(all.slice(0, 2)).reverse());
  assert.deepEqual(ids(await history(conversation, `?order=asc&after=${sixth}`)), ids(all.slice(7)));
  assert.deepEqual(ids(await history(conversation, `?after=${sixth}`)), ids(all.slice(7)).reverse());
  assert.deepEqual(ids(await history(conversation, `?order=asc&limit=1&after=${sixth}`)), ids(all.slice(7, 8)));
  assert.deepEqual(ids(await history(conversation, `?limit=1&before=${third}`)), ids(all.slice(1, 2)));
});

test('reasoning and reply of one step share the id; their order is the natural one, newest first too', async () => {
  const [reasoning, reply] = [all[4]!, all[5]!];
  assert.equal(reasoning['id'], reply['id']);
  assert.notEqual(reasoning['otid'], reply['otid']);
  const newestFirst = await history(conversation, `?limit=1&before=${all[6]!['id']}`);
  assert.equal(types(newestFirst), 'reasoning_message assistant_message');
  assert.deepEqual(ids(await history(conversation, `?limit=1&before=${reply['id']}`)), [all[3]!['id']]);
});

test('`limit` counts steps and comes before the filter of types: a page may hold more than it, or less, or nothing', async () => {
  const filter = '&include_return_message_types=user_message';
  assert.equal((await history(conversation, `?limit=1&before=${all[6]!['id']}`)).length, 2);
  assert.equal(types(await history(conversation, `?limit=4${filter}`)), 'user_message');
  assert.deepEqual(await history(conversation, `?limit=2${filter}`), []);
});

test('a cursor that is not there is ignored; an unknown conversation lists nothing', async () => {
  const nowhere = 'message-00000000-0000-4000-8000-000000000000';
  assert.equal((await history(conversation, `?after=${nowhere}`)).length, all.length);
  assert.equal((await history(conversation, `?before=${nowhere}`)).length, all.length);
  const unknown = await call('GET', `/v1/conversations/${UNKNOWN}/messages`);
  assert.deepEqual([unknown.status, unknown.list], [200, []]);
});

test('a limit of zero gives nothing; a wrong limit, order or type is 422', async () => {
  assert.deepEqual(await history(conversation, '?limit=0'), []);
  for (const query of ['limit=x', 'order=up', 'include_return_message_types=nope']) {
    assert.equal((await call('GET', `/v1/conversations/${conversation}/messages?${query}`)).status, 422);
  }
});

test('the otid that was sent comes back on the message', () => {
  assert.equal(all[1]!['otid'], 'my-otid');
  assert.match(String(all[3]!['otid']), /^[0-9a-f-]{36}$/);
});

test('every message has the fields of its type', () => {
  const common = ['id', 'date', 'name', 'message_type', 'otid', 'sender_id', 'step_id', 'is_err', 'seq_id', 'run_id'];
  const own: Record<string, string[]> = {
    system_message: ['content'],
    user_message: ['content'],
    assistant_message: ['content'],
    reasoning_message: ['source', 'reasoning', 'signature'],
    tool_call_message: ['tool_call', 'tool_calls'],
    tool_return_message: ['tool_return', 'status', 'tool_call_id', 'stdout', 'stderr', 'tool_returns'],
  };
  for (const message of all) {
    assert.deepEqual(Object.keys(message), [...common, ...own[String(message['message_type'])]!]);
    assert.match(String(message['date']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
    assert.equal(message['seq_id'], null);
  }
  const call_ = all[7]!['tool_call'] as Fields;
  assert.deepEqual([call_['name'], call_['arguments']], ['memory_insert', '{"label": "human", "new_string": "a"}']);
  assert.deepEqual(all[7]!['tool_calls'], [call_]);
});

test('an image comes back as a file of the server, with its data', async () => {
  const id = await createConversation(agent);
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } };
  const { events } = await send(id, { ...user([{ type: 'text', text: 'see' }, image]), stream_tokens: true });
  assert.equal(replyOf(events), 'You said: see [Image omitted]');
  const sent = (await history(id, '?order=asc'))[1]!['content'] as Fields[];
  assert.deepEqual(sent[0], { type: 'text', text: 'see', signature: null });
  const source = sent[1]!['source'] as Fields;
  assert.deepEqual(
    [sent[1]!['type'], source['type'], source['media_type'], source['data']],
    ['image', 'letta', 'image/png', PNG],
  );
});

test('an image that cannot be fetched is refused', async () => {
  const id = await createConversation(agent);
  const image = { type: 'image', source: { type: 'url', url: 'http://127.0.0.1:1/x.png' } };
  const answer = await call('POST', `/v1/conversations/${id}/messages`, { ...user([image]), streaming: false });
  assert.equal(answer.status, 400);
  assert.match(String(answer.json['detail']), /^INVALID_ARGUMENT: Failed to fetch image from/);
});

test('`agent-…`, and `default` with an agent, reach the agent’s own history; `default` alone is empty', async () => {
  const own = await createAgent();
  const answer = await send(own, { ...user('direct'), streaming: false });
  assert.equal((answer.json['messages'] as Fields[])[0]!['content'], 'You said: direct');
  assert.equal((await send('default', { ...user('again'), agent_id: own, streaming: false })).status, 200);
  const listed = await history(own);
  assert.equal(listed.length, 5);
  assert.equal((await history('default', `?agent_id=${own}`)).length, 5);
  assert.deepEqual(await history('default'), []);
  assert.equal((await call('POST', '/v1/conversations/default/messages', user('nobody'))).status, 404);
  assert.equal((await call('POST', `/v1/conversations/${own}/fork`)).status, 200);
  await call('DELETE', `/v1/agents/${own}`);
});
