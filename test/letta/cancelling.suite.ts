// Cancelling, and failing: how a stream ends then, and what is left in the history.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  background,
  call,
  type Fields,
  listen,
  ofType,
  openDesk,
  parseEvents,
  replyOf,
  runOf,
  send,
  shapeOf,
  transcript,
  user,
  withRedis,
} from './client.ts';

const desk = openDesk();
const foreground = { stream_tokens: true };

test('cancelling ends a foreground stream with `cancelled`, without the end mark; nothing is left', async () => {
  const path = await desk.fresh();
  const stream = await listen(`${path}/messages`, { ...user('slow 150 words 100'), ...foreground });
  await stream.until('assistant_message', 2);
  const cancelled = await call('POST', `${path}/cancel`);
  assert.deepEqual([cancelled.status, cancelled.json], [200, { [runOf(stream.events)]: 'cancelled' }]);
  assert.equal(shapeOf(parseEvents(await stream.whole)), 'ping assistant_message stop:cancelled');
  assert.deepEqual(await transcript(desk.conversation), []);
});

test(
  'cancelling ends a background stream with `cancelled` and the end mark; a later reader sees the same',
  withRedis,
  async () => {
    const path = await desk.fresh();
    const otid = crypto.randomUUID();
    const stream = await listen(`${path}/messages`, { ...user('slow 150 words 100', otid), ...background });
    await stream.until('assistant_message', 2);
    assert.equal((await call('POST', `${path}/cancel`)).status, 200);
    const text = await stream.whole;
    assert.equal(shapeOf(parseEvents(text)), 'ping assistant_message stop:cancelled [DONE]');
    assert.equal((await call('POST', `${path}/stream`, { otid })).text, text);
    assert.deepEqual(await transcript(desk.conversation), []);
  },
);

test('after a cancel the next message is taken', async () => {
  const path = await desk.fresh();
  const stream = await listen(`${path}/messages`, { ...user('slow 150 words 100'), ...foreground });
  await stream.until('assistant_message');
  await call('POST', `${path}/cancel`);
  await stream.whole;
  assert.equal(replyOf((await send(desk.conversation, user('next'))).events), 'You said: next');
  assert.deepEqual(await transcript(desk.conversation), ['user_message: next', 'assistant_message: You said: next']);
});

test('a run whose reader has left is cancelled like any other', async () => {
  const path = await desk.fresh();
  const stream = await listen(`${path}/messages`, { ...user('slow 150 words 100'), ...foreground });
  await stream.until('assistant_message');
  stream.drop();
  await stream.whole;
  assert.deepEqual((await call('POST', `${path}/cancel`)).json, { [runOf(stream.events)]: 'cancelled' });
  assert.equal(replyOf((await send(desk.conversation, user('next'))).events), 'You said: next');
  assert.equal((await transcript(desk.conversation)).length, 2);
});

test('with nothing to cancel the answer is 409', async () => {
  const path = await desk.fresh();
  const { status, json } = await call('POST', `${path}/cancel`);
  assert.deepEqual(
    [status, json],
    [409, { detail: `CONFLICT: No active runs to cancel for conversation ${desk.conversation}` }],
  );
});

test('a turn cancelled after a tool call keeps the steps that were finished', async () => {
  const path = await desk.fresh();
  const content = 'use memory_insert {"label":"human","new_string":"slow 150 words 100"}';
  const stream = await listen(`${path}/messages`, { ...user(content), ...foreground });
  await stream.until('assistant_message');
  await call('POST', `${path}/cancel`);
  await stream.whole;
  const types = (await transcript(desk.conversation)).map((line) => line.split(':')[0]);
  assert.deepEqual(types, ['user_message', 'tool_call_message', 'tool_return_message']);
});

test('an answer as JSON cannot be cancelled by its conversation', async () => {
  const path = await desk.fresh();
  const answer = call('POST', `${path}/messages`, { ...user('slow 60 words 20'), streaming: false });
  assert.equal((await call('POST', `${path}/cancel`)).status, 409);
  assert.equal((await answer).status, 200);
});

test('a failing model ends a foreground stream with the reason, the error and the end mark; nothing is left', async () => {
  await desk.fresh();
  const { status, events } = await send(desk.conversation, { ...user('fail 500'), ...foreground });
  assert.equal(status, 200);
  assert.equal(shapeOf(events), 'ping stop:llm_api_error error_message [DONE]');
  assert.deepEqual(ofType(events, 'error_message')[0], {
    message_type: 'error_message',
    run_id: runOf(events),
    error_type: 'llm_error',
    message: 'An error occurred with the LLM request.',
    detail: "INTERNAL_SERVER_ERROR: OpenAI API error: Error code: 500 - {'error': {'message': 'the model failed'}}",
    seq_id: null,
  });
  assert.deepEqual(await transcript(desk.conversation), []);
});

test('in the background the error is the last event: no end mark', withRedis, async () => {
  await desk.fresh();
  const { events } = await send(desk.conversation, { ...user('fail 500'), ...background });
  assert.equal(shapeOf(events), 'ping stop:llm_api_error error_message');
  assert.equal(events.at(-1)!['seq_id'], 3);
});

test('as JSON a failing model is 500 with the error', async () => {
  await desk.fresh();
  const { status, json } = await send(desk.conversation, { ...user('fail 500'), streaming: false });
  assert.equal(status, 500);
  assert.deepEqual([Object.keys(json), (json['error'] as Fields)['type']], [['error'], 'llm_error']);
});

test('a model that breaks off gives two stop reasons and an error, without the end mark; nothing is left', async () => {
  await desk.fresh();
  const { events } = await send(desk.conversation, { ...user('fail cut'), ...foreground });
  assert.equal(shapeOf(events), 'ping assistant_message stop:error stop:llm_api_error error_message');
  assert.equal(replyOf(events), 'partial ');
  const [error] = ofType(events, 'error_message');
  assert.deepEqual(
    [error!['error_type'], error!['message']],
    ['internal_error', 'An error occurred during agent execution.'],
  );
  assert.deepEqual(await transcript(desk.conversation), []);
  assert.equal(replyOf((await send(desk.conversation, user('next'))).events), 'You said: next');
});

test('the same in the background', withRedis, async () => {
  await desk.fresh();
  const { events } = await send(desk.conversation, { ...user('fail cut'), ...background });
  assert.equal(shapeOf(events), 'ping assistant_message stop:error stop:llm_api_error error_message');
  assert.equal(events.at(-1)!['seq_id'], 5);
  assert.deepEqual(await transcript(desk.conversation), []);
});

test('an empty message is taken and fails in the stream; as JSON it is 400', async () => {
  await desk.fresh();
  for (const content of ['', []]) {
    const { status, events } = await send(desk.conversation, user(content));
    assert.equal(status, 200);
    assert.equal(shapeOf(events), 'ping stop:error error_message [DONE]');
    assert.equal(ofType(events, 'error_message')[0]!['detail'], 'Message content is empty or invalid');
  }
  const { status, json } = await send(desk.conversation, { ...user(''), streaming: false });
  assert.deepEqual([status, json], [400, { detail: 'Message content is empty or invalid' }]);
  assert.deepEqual(await transcript(desk.conversation), []);
});
