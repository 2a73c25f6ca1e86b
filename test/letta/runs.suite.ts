// How a run stands, asked by its id: what a proxy goes by when there is no Redis. And what a server without Redis does otherwise.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  background,
  call,
  eventually,
  type Fields,
  history,
  listen,
  ofType,
  openDesk,
  replyOf,
  runOf,
  send,
  transcript,
  user,
  withoutRedis,
} from './client.ts';

const desk = openDesk();
const runById = async (id: string) => (await call('GET', `/v1/runs/${id}`)).json;
const ended = async (id: string) => {
  await eventually(async () => (await runById(id))['completed_at'] !== null);
  const { status, stop_reason } = await runById(id);
  return [status, stop_reason];
};

test('a foreground run whose reader has left goes on; its status says so, and its messages come at the end', async () => {
  const path = await desk.fresh();
  const stream = await listen(`${path}/messages`, { ...user('slow 100 words 40'), stream_tokens: true });
  await stream.until('assistant_message', 2);
  stream.drop();
  await stream.whole;
  const id = runOf(stream.events);
  const run = await runById(id);
  const { status, stop_reason, completed_at, background: inBackground, conversation_id } = run;
  assert.deepEqual(
    [status, stop_reason, completed_at, inBackground, conversation_id],
    ['running', null, null, false, desk.conversation],
  );
  assert.deepEqual(await transcript(desk.conversation), []);
  const active = (await call('GET', `/v1/runs/?conversation_id=${desk.conversation}&active=true`)).list;
  assert.deepEqual(
    active.map((each) => each['id']),
    [id],
  );
  assert.deepEqual(await ended(id), ['completed', 'end_turn']);
  assert.equal((await transcript(desk.conversation)).length, 2);
  assert.deepEqual((await call('GET', `/v1/runs/?conversation_id=${desk.conversation}&active=true`)).list, []);
});

test('a failed run says why', async () => {
  await desk.fresh();
  const { events } = await send(desk.conversation, { ...user('fail 500'), stream_tokens: true });
  assert.deepEqual(await ended(runOf(events)), ['failed', 'llm_api_error']);
  const metadata = (await runById(runOf(events)))['metadata'] as Fields;
  assert.deepEqual(metadata['error'], ofType(events, 'error_message')[0]);
});

test('a foreground run whose model broke off counts as completed: only its stop reason tells', async () => {
  await desk.fresh();
  const { events } = await send(desk.conversation, { ...user('fail cut'), stream_tokens: true });
  assert.deepEqual(await ended(runOf(events)), ['completed', 'llm_api_error']);
});

test('a cancelled run is cancelled at once', async () => {
  const path = await desk.fresh();
  const stream = await listen(`${path}/messages`, { ...user('slow 150 words 100'), stream_tokens: true });
  await stream.until('assistant_message');
  await call('POST', `${path}/cancel`);
  const { status, stop_reason } = await runById(runOf(stream.events));
  assert.deepEqual([status, stop_reason], ['cancelled', 'cancelled']);
  await stream.whole;
});

test('an unknown run is 404 and names the account; an id of the wrong form is 400', async () => {
  const unknown = await call('GET', '/v1/runs/run-00000000-0000-4000-8000-000000000000');
  assert.equal(unknown.status, 404);
  assert.match(String(unknown.json['detail']), /^Run not found with id='\['run-0.*user-0000.*org-0000/);
  const malformed = await call('GET', '/v1/runs/nope');
  const detail = "INVALID_ARGUMENT: Invalid run ID format: nope. Expected format: 'run-<uuid4>'";
  assert.deepEqual([malformed.status, malformed.json], [400, { detail }]);
});

test('a deleted conversation’s run goes on to its end', async () => {
  const path = await desk.fresh();
  const stream = await listen(`${path}/messages`, { ...user('slow 40 words 12'), stream_tokens: true });
  await stream.until('assistant_message');
  await call('DELETE', path);
  await stream.whole;
  assert.equal(ofType(stream.events, 'assistant_message').length, 12);
});

test('without Redis a background send is refused at once with 503, and nothing is stored', withoutRedis, async () => {
  const path = await desk.fresh();
  const { status, json } = await call('POST', `${path}/messages`, {
    ...user('hi', crypto.randomUUID()),
    ...background,
  });
  assert.equal(status, 503);
  assert.match(String(json['detail']), /^INTERNAL_SERVER_ERROR: Background streaming requires Redis to be running\./);
  assert.equal((await history(desk.conversation)).length, 1);
});

test('without Redis nothing can be resumed: 503', withoutRedis, async () => {
  const path = await desk.fresh();
  const { status, json } = await call('POST', `${path}/stream`, {});
  assert.equal(status, 503);
  assert.match(String(json['detail']), /^Background streaming requires Redis to be running\./);
});

test('without Redis a busy conversation is not refused: two turns go side by side', withoutRedis, async () => {
  const path = await desk.fresh();
  const first = await listen(`${path}/messages`, { ...user('slow 100 words 40'), stream_tokens: true });
  await first.until('assistant_message');
  const second = await call('POST', `${path}/messages`, user('beside it'));
  assert.equal(replyOf(second.events), 'You said: beside it');
  await first.whole;
  assert.equal(ofType(first.events, 'assistant_message').length, 40);
  await eventually(async () => (await transcript(desk.conversation)).length === 4);
});

test('without Redis cancelling works all the same, for all that goes on', withoutRedis, async () => {
  const path = await desk.fresh();
  const streams = [
    await listen(`${path}/messages`, { ...user('slow 150 words 100'), stream_tokens: true }),
    await listen(`${path}/messages`, { ...user('slow 150 words 100'), stream_tokens: true }),
  ];
  for (const stream of streams) await stream.until('assistant_message');
  const cancelled = await call('POST', `${path}/cancel`);
  assert.deepEqual(Object.keys(cancelled.json).sort(), streams.map((stream) => runOf(stream.events)).sort());
  for (const stream of streams) await stream.whole;
  assert.deepEqual(await transcript(desk.conversation), []);
});

test('what a run has used can be asked for: its finished steps count, a cancelled one has none', async () => {
  const path = await desk.fresh();
  const usageOf = async (id: string) => (await call('GET', `/v1/runs/${id}/usage`)).json;
  const none = { prompt_tokens_details: null, completion_tokens_details: null };
  const said = await send(desk.conversation, { ...user('hello'), stream_tokens: true });
  const used = { completion_tokens: 20, prompt_tokens: 10, total_tokens: 30, ...none };
  assert.deepEqual(await usageOf(runOf(said.events)), used);
  const stream = await listen(`${path}/messages`, { ...user('slow 100 words 40'), stream_tokens: true });
  await stream.until('assistant_message', 2);
  const id = runOf(stream.events);
  const nothing = { completion_tokens: 0, prompt_tokens: 0, total_tokens: 0, ...none };
  assert.deepEqual(await usageOf(id), nothing);
  await call('POST', `${path}/cancel`);
  await stream.whole;
  assert.deepEqual(await usageOf(id), nothing);
  assert.equal((await call('GET', '/v1/runs/run-00000000-0000-4000-8000-000000000000/usage')).status, 404);
});
