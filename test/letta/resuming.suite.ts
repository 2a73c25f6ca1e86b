// Background runs: repeated otids, reading on after a lost line, several readers, busy conversations.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words } from '../../demo/simulator/brain-scripted.ts';
import {
  background,
  call,
  createConversation,
  listen,
  ofType,
  openDesk,
  parseEvents,
  replyOf,
  runOf,
  send,
  shapeOf,
  target,
  transcript,
  user,
  withRedis,
} from './client.ts';

const UNKNOWN = 'conv-00000000-0000-4000-8000-000000000000';
const desk = openDesk();
const turn = (content: string, otid: string = crypto.randomUUID()) => ({ ...user(content, otid), ...background });

test('the same otid again replays the finished run, byte for byte, and stores nothing twice', withRedis, async () => {
  const path = await desk.fresh();
  const body = turn('words 5');
  const first = await call('POST', `${path}/messages`, body);
  const second = await send(desk.conversation, body);
  assert.equal(second.text, first.text);
  assert.equal((await transcript(desk.conversation)).length, 2);
});

test('the same otid again attaches to the run that goes on', withRedis, async () => {
  const path = await desk.fresh();
  const body = turn('slow 60 words 12');
  const first = await listen(`${path}/messages`, body);
  await first.until('assistant_message', 3);
  const second = await call('POST', `${path}/messages`, body);
  assert.equal(second.text, await first.whole);
  assert.equal((await transcript(desk.conversation)).length, 2);
});

test(
  'the otid is looked up whatever the text and the conversation: a failed run is replayed as it failed',
  withRedis,
  async () => {
    const path = await desk.fresh();
    const otid = crypto.randomUUID();
    const failed = await call('POST', `${path}/messages`, turn('fail 500', otid));
    assert.equal((await send(desk.conversation, turn('better', otid))).text, failed.text);
    const other = await createConversation(desk.agent);
    assert.equal((await send(other, turn('better', otid))).text, failed.text);
    assert.deepEqual(await transcript(other), []);
  },
);

test(
  'a dropped reader does not stop the run: it is read on after the last event seen, live to its end',
  withRedis,
  async () => {
    const path = await desk.fresh();
    const first = await listen(`${path}/messages`, turn('slow 60 words 20'));
    await first.until('assistant_message', 4);
    first.drop();
    const seen = first.events.slice(0, 4);
    const rest = await call('POST', `${path}/stream`, { starting_after: seen.at(-1)!['seq_id'], include_pings: true });
    assert.equal(rest.type, 'text/event-stream; charset=utf-8');
    assert.equal(rest.events[0]!['seq_id'], 5);
    assert.equal(replyOf([...seen, ...rest.events]), words(20));
    assert.equal(shapeOf(rest.events), 'assistant_message stop:end_turn usage_statistics [DONE]');
  },
);

test('a finished run is read again by its otid or its run id, from any event', withRedis, async () => {
  const path = await desk.fresh();
  const otid = crypto.randomUUID();
  const whole = await call('POST', `${path}/messages`, turn('words 8', otid));
  assert.equal((await call('POST', `${path}/stream`, { otid })).text, whole.text);
  const byRun = await call('POST', `${path}/stream`, { run_id: runOf(whole.events), starting_after: 6 });
  assert.equal(byRun.events[0]!['seq_id'], 7);
  const last = Math.max(...whole.events.map((event) => Number(event['seq_id'] ?? 0)));
  const tail = await call('POST', `${path}/stream`, { otid, starting_after: last });
  assert.equal(shapeOf(tail.events), 'stop:end_turn usage_statistics [DONE]');
});

test('two readers at once get the same', withRedis, async () => {
  const path = await desk.fresh();
  const first = await listen(`${path}/messages`, turn('slow 40 words 10'));
  await first.until('ping');
  const second = await call('POST', `${path}/stream`, { starting_after: 0 });
  assert.equal(second.text, await first.whole);
});

test('a run is found by its otid from another conversation too: nothing is checked', withRedis, async () => {
  const path = await desk.fresh();
  const otid = crypto.randomUUID();
  const whole = await call('POST', `${path}/messages`, turn('words 3', otid));
  const other = await createConversation(desk.agent);
  assert.equal((await call('POST', `/v1/conversations/${other}/stream`, { otid })).text, whole.text);
});

test('with nothing to resume the answer is 400, for an unknown conversation too', withRedis, async () => {
  const detail = 'INVALID_ARGUMENT: No active runs found for this conversation.';
  for (const path of [await desk.fresh(), `/v1/conversations/${UNKNOWN}`]) {
    const { status, json } = await call('POST', `${path}/stream`, {});
    assert.deepEqual([status, json], [400, { detail }]);
  }
  assert.equal((await call('POST', `/v1/conversations/${desk.conversation}/stream`)).status, 400);
});

test('an unknown otid or run is 404', withRedis, async () => {
  const path = await desk.fresh();
  const otid = await call('POST', `${path}/stream`, { otid: 'nobody' });
  const detail = 'No run found for otid=nobody. The run may have expired or never existed.';
  assert.deepEqual([otid.status, otid.json], [404, { detail }]);
  const run = await call('POST', `${path}/stream`, { run_id: 'run-00000000-0000-4000-8000-000000000000' });
  assert.equal(run.status, 404);
  assert.match(String(run.json['detail']), /user-0000/);
});

test(
  'a busy conversation refuses a further send with 409 and the run’s id, in the foreground too',
  withRedis,
  async () => {
    const path = await desk.fresh();
    const first = await listen(`${path}/messages`, turn('slow 150 words 100'));
    await first.until('assistant_message');
    for (const body of [turn('while busy'), user('while busy')]) {
      const { status, json } = await call('POST', `${path}/messages`, body);
      assert.deepEqual([status, json['run_id']], [409, runOf(first.events)]);
      assert.match(String(json['detail']), /^CONFLICT: Cannot send a new message: Another request \(run_id=run-/);
    }
    await call('POST', `${path}/cancel`);
    await first.whole;
  },
);

test('a foreground run keeps the conversation busy and cannot be resumed', withRedis, async () => {
  const path = await desk.fresh();
  const first = await listen(`${path}/messages`, { ...user('slow 150 words 100'), stream_tokens: true });
  await first.until('assistant_message');
  assert.equal((await call('POST', `${path}/messages`, turn('while busy'))).status, 409);
  const resumed = await call('POST', `${path}/stream`, {});
  assert.equal(resumed.status, 400);
  assert.match(String(resumed.json['detail']), /not created in background mode/);
  await call('POST', `${path}/cancel`);
  await first.whole;
});

test('a foreground send does not know a repeated otid: the message is stored twice', async () => {
  await desk.fresh();
  const otid = crypto.randomUUID();
  await send(desk.conversation, user('twice', otid));
  await send(desk.conversation, user('twice', otid));
  assert.equal((await transcript(desk.conversation)).length, 4);
});

test('an answer as JSON takes no notice of the lock', withRedis, async () => {
  const path = await desk.fresh();
  const first = await listen(`${path}/messages`, turn('slow 100 words 40'));
  await first.until('assistant_message');
  const second = await call('POST', `${path}/messages`, { ...user('beside it'), streaming: false });
  assert.equal(second.status, 200);
  assert.equal(ofType(parseEvents(await first.whole), 'assistant_message').length, 40);
});

test('a silent stream carries pings, with the number of the last event', async () => {
  const path = await desk.fresh();
  const body = { ...user('slow 50000 words 2'), ...background, background: target.redis };
  const stream = await listen(`${path}/messages`, body);
  await stream.until('ping', 2);
  const last = stream.events.at(-1)!;
  assert.deepEqual(
    [last['message_type'], last['run_id'], last['seq_id']],
    ['ping', runOf(stream.events), target.redis ? 2 : null],
  );
  await call('POST', `${path}/cancel`);
  stream.drop();
  await stream.whole;
});
