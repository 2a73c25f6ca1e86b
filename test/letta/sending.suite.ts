// Sending, and the stream that answers: its events, their order and fields, in the foreground, in the background, and as JSON.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markdownDocument, words } from '../../demo/simulator/brain-scripted.ts';
import {
  type Answer,
  background,
  call,
  type Fields,
  history,
  ofType,
  openDesk,
  replyOf,
  send,
  shapeOf,
  user,
  withRedis,
} from './client.ts';

const COMMON = ['id', 'date', 'name', 'message_type', 'otid', 'sender_id', 'step_id', 'is_err', 'seq_id', 'run_id'];
const desk = openDesk();

/** Into a new conversation. */
async function sendAnew(body: Fields): Promise<Answer> {
  await desk.fresh();
  return send(desk.conversation, body);
}

test('a send streams a ping, the whole message, the stop reason, the usage and the end mark', async () => {
  const { status, type, events } = await sendAnew(user('hi'));
  assert.deepEqual([status, type], [200, 'text/event-stream; charset=utf-8']);
  assert.equal(shapeOf(events), 'ping assistant_message stop:end_turn usage_statistics [DONE]');
  assert.equal(replyOf(events), 'You said: hi');
  assert.deepEqual(Object.keys(events[0]!), COMMON);
  assert.deepEqual(Object.keys(events[1]!), [...COMMON, 'content']);
  assert.deepEqual(events[2], { message_type: 'stop_reason', stop_reason: 'end_turn' });
  assert.ok(events.every((event) => (event['seq_id'] ?? null) === null));
});

test('the usage says what the turn consumed', async () => {
  const { events } = await sendAnew(user('hi'));
  assert.deepEqual(events.at(-2), {
    message_type: 'usage_statistics',
    completion_tokens: 20,
    prompt_tokens: 10,
    total_tokens: 30,
    step_count: 1,
    run_ids: null,
    cached_input_tokens: 0,
    cache_write_tokens: 0,
    reasoning_tokens: 0,
    context_tokens: 30,
  });
});

test('with stream_tokens the deltas share id and otid with the message in the history, and add up to it', async () => {
  const { events } = await sendAnew({ ...user('words 40'), stream_tokens: true });
  const deltas = ofType(events, 'assistant_message');
  assert.equal(deltas.length, 40);
  const [listed] = await history(desk.conversation, '?limit=1');
  assert.deepEqual(
    new Set(deltas.map((delta) => `${delta['id']} ${delta['otid']}`)),
    new Set([`${listed!['id']} ${listed!['otid']}`]),
  );
  assert.equal(replyOf(events), listed!['content']);
  assert.equal(replyOf(events), words(40));
});

test('without include_pings no ping comes', async () => {
  const { events } = await sendAnew({ ...user('hi'), include_pings: false });
  assert.equal(shapeOf(events), 'assistant_message stop:end_turn usage_statistics [DONE]');
});

test('without streaming the answer is one JSON', async () => {
  const { status, type, json } = await sendAnew({ ...user('hi'), streaming: false });
  assert.deepEqual([status, type], [200, 'application/json']);
  assert.deepEqual(Object.keys(json), ['messages', 'stop_reason', 'usage', 'logprobs', 'turns']);
  const [message] = json['messages'] as Fields[];
  assert.deepEqual([message!['message_type'], message!['content']], ['assistant_message', 'You said: hi']);
  assert.deepEqual(json['stop_reason'], { message_type: 'stop_reason', stop_reason: 'end_turn' });
});

test('in the background every event has its number, the closing ones do not show theirs', withRedis, async () => {
  const { events } = await sendAnew({ ...user('words 6'), ...background });
  assert.equal(shapeOf(events), 'ping assistant_message stop:end_turn usage_statistics [DONE]');
  const numbered = events.filter((event) => 'seq_id' in event).map((event) => event['seq_id']);
  assert.deepEqual(numbered, [1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(Object.keys(ofType(events, 'stop_reason')[0]!), ['message_type', 'stop_reason']);
});

test('reasoning comes before the reply, with an otid of its own and the same id', async () => {
  const { events } = await sendAnew({ ...user('think 6 words 4'), stream_tokens: true });
  assert.equal(shapeOf(events), 'ping reasoning_message assistant_message stop:end_turn usage_statistics [DONE]');
  const [reasoning] = ofType(events, 'reasoning_message');
  const [reply] = ofType(events, 'assistant_message');
  assert.deepEqual(Object.keys(reasoning!), [...COMMON, 'source', 'reasoning', 'signature']);
  assert.equal(reasoning!['id'], reply!['id']);
  assert.notEqual(reasoning!['otid'], reply!['otid']);
  assert.equal(
    ofType(events, 'reasoning_message')
      .map((event) => event['reasoning'])
      .join(''),
    words(6),
  );
});

test('a tool call comes as its name first and its arguments then; its return is whole', async () => {
  const args = '{"label":"human","new_string":"x"}';
  const { events } = await sendAnew({ ...user(`use memory_insert ${args}`), stream_tokens: true });
  assert.equal(
    shapeOf(events),
    'ping tool_call_message tool_return_message assistant_message stop:end_turn usage_statistics [DONE]',
  );
  const [first, second] = ofType(events, 'tool_call_message').map((event) => event['tool_call'] as Fields);
  assert.deepEqual([first!['name'], 'arguments' in first!], ['memory_insert', false]);
  assert.deepEqual(['name' in second!, second!['arguments']], [false, args]);
  assert.equal(first!['tool_call_id'], second!['tool_call_id']);
  const [returned] = ofType(events, 'tool_return_message');
  assert.deepEqual(
    [returned!['name'], returned!['status'], returned!['tool_call_id']],
    ['memory_insert', 'success', first!['tool_call_id']],
  );
  assert.equal(ofType(events, 'usage_statistics')[0]!['step_count'], 2);
});

test('only the message types that were asked for are streamed', async () => {
  const wanted = { include_return_message_types: ['assistant_message'] };
  const { events } = await sendAnew({ ...user('think 3 words 2'), stream_tokens: true, ...wanted });
  assert.equal(shapeOf(events), 'ping assistant_message stop:end_turn usage_statistics [DONE]');
});

test('a long Markdown reply arrives whole', async () => {
  const { events } = await sendAnew({ ...user('slow 0 markdown 20000'), stream_tokens: true });
  assert.equal(replyOf(events), markdownDocument(20_000));
});

test('text beyond ASCII survives in both directions', async () => {
  const text = 'Grüße, 世界! 🚲 “quoted” \\ \u2028 end';
  const { events } = await sendAnew({ ...user(text), stream_tokens: true });
  assert.equal(replyOf(events), `You said: ${text}`);
  assert.equal((await history(desk.conversation, '?order=asc'))[1]!['content'], text);
});

test('`input` is short for one user message; unknown fields are ignored', async () => {
  const { json } = await sendAnew({ input: 'short', streaming: false, nonsense: 1 });
  assert.equal((json['messages'] as Fields[])[0]!['content'], 'You said: short');
});

test('max_steps ends a turn after so many steps', async () => {
  const body = { ...user('use memory_insert {"label":"human","new_string":"y"}'), stream_tokens: true, max_steps: 1 };
  const { events } = await sendAnew(body);
  assert.equal(shapeOf(events), 'ping tool_call_message tool_return_message stop:max_steps usage_statistics [DONE]');
});

test('several messages are taken at once, the last one is answered', async () => {
  const messages = [
    { role: 'user', content: 'one' },
    { role: 'user', content: 'two' },
  ];
  const { json } = await sendAnew({ messages, streaming: false });
  assert.equal((json['messages'] as Fields[])[0]!['content'], 'You said: two');
  assert.equal((await history(desk.conversation)).length, 4);
});

test('malformed sends are refused with 422', async () => {
  const path = `${await desk.fresh()}/messages`;
  const empty = await call('POST', path, { messages: [] });
  assert.deepEqual([empty.status, empty.json], [422, { detail: 'Messages must not be empty' }]);
  const text = await call('POST', path, { messages: 'x' });
  const detail =
    "[{'type': 'list_type', 'loc': ('body', 'messages'), 'msg': 'Input should be a valid list', 'input': 'x'}]";
  assert.deepEqual([text.status, text.json], [422, { trace_id: '', detail }]);
  const bodies = ['{"messages":', {}, { messages: [{ role: 'nope', content: 'x' }] }, { messages: [{ role: 'user' }] }];
  const parts = [user([null]), user([{ type: 'text' }]), user([{ type: 'image' }]), user([{ type: 'nope' }])];
  for (const body of [...bodies, ...parts, user(3), { messages: [null] }, undefined]) {
    const answer = await call('POST', path, body);
    assert.deepEqual([answer.status, Object.keys(answer.json)], [422, ['trace_id', 'detail']], JSON.stringify(body));
  }
  assert.deepEqual((await history(desk.conversation)).length, 1);
});
