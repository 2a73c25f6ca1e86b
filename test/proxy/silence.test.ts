// A stream of Letta's that stays open and brings nothing: it is held as long as its run goes on, and then let go.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TIMEOUTS } from '../../proxy/timeouts.ts';
import { answerSends, event, problem, streamOf } from './failing.ts';
import { type LocalRig, newVisitor, type RigOptions, readUntil, until } from './rig.ts';
import { rigsOfTests } from './rigs.ts';

const start = rigsOfTests();

/** A stream of Letta's that brings pings of this run for ever. */
function pingsOf(run: string): Response {
  const ping = new TextEncoder().encode(event({ message_type: 'ping', run_id: run }));
  let timer: ReturnType<typeof setInterval>;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      timer = setInterval(() => controller.enqueue(ping), 2);
    },
    cancel: () => clearInterval(timer),
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

/** Answers in Letta's place what is asked of its runs. */
function answerRuns(rig: LocalRig, answer: () => Response): void {
  const others = rig.intercept;
  rig.intercept = (request) =>
    request.url.includes('/v1/runs/') ? Promise.resolve(answer()) : (others?.(request) ?? null);
}

const runIs = (rig: LocalRig, run: object) => answerRuns(rig, () => Response.json({ id: 'run-1', ...run }));

test('a stream that brings nothing but pings is ended when its run turns out to be over', async () => {
  const rig = start({ timeouts: { silence: 20 } });
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  answerSends(rig, () => pingsOf('run-1'));
  runIs(rig, { status: 'completed', stop_reason: 'end_turn' });
  const text = await (await visitor.open(id, 'hello')).text();
  assert.doesNotMatch(text, /DONE|stop_reason|error/);
  assert.match(problem(rig), /nothing but pings/);
});

test('while its run goes on it stays open, for half an hour at most', async () => {
  const rig = start({ timeouts: { silence: 20 } });
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  answerSends(rig, () => pingsOf('run-1'));
  runIs(rig, { status: 'running' });
  const asked = () => rig.upstream.filter((call) => call === 'GET /v1/runs/run-1').length;
  const response = await visitor.open(id, 'hello');
  const whole = response.text();
  await until(() => asked() >= 3, 'Letta was asked three times');
  rig.later = TIMEOUTS.longestRun;
  assert.doesNotMatch(await whole, /DONE|stop_reason|error/);
});

test('it stays open, too, while Letta does not tell whether its run goes on', async () => {
  const rig = start({ timeouts: { silence: 20 } });
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  answerSends(rig, () => pingsOf('run-1'));
  const failures = [500, 500].map((status) => new Response('', { status }));
  answerRuns(rig, () => failures.shift() ?? Response.json({ id: 'run-1', status: 'completed' }));
  await (await visitor.open(id, 'hello')).text();
  assert.equal(rig.upstream.filter((call) => call === 'GET /v1/runs/run-1').length, 3);
  assert.match(problem(rig), /nothing but pings/);
});

test('a resume that brings nothing but pings while its run goes on is open until the reply comes', async () => {
  const rig = start({ timeouts: { replay: 5, silence: 20 } });
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const otid = crypto.randomUUID();
  const first = await readUntil(await visitor.open(id, 'slow 150 words 4', otid), (text) => text.includes('lorem'));
  await first.reader.cancel();
  const seen = [...first.text.matchAll(/"seq_id":(\d+)/g)].map((match) => Number(match[1])).at(-1);
  const rest = await visitor.raw('POST', `/v1/conversations/${id}/stream`, { otid, starting_after: seen });
  const text = await rest.text();
  assert.match(text, /dolor/);
  assert.match(text, /end_turn/);
});

/** A stream to be resumed that brings nothing. */
async function silentResume(timeouts: RigOptions['timeouts'] = {}) {
  const rig = start({ timeouts });
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const otid = crypto.randomUUID();
  await visitor.say(id, 'hello', otid);
  const resumed = { rig, cancelled: false, resume: (init?: RequestInit) => visitor.raw('POST', path, { otid }, init) };
  const path = `/v1/conversations/${id}/stream`;
  rig.intercept = (request) =>
    request.url.endsWith('/stream')
      ? Promise.resolve(streamOf([], 'hang', () => Object.assign(resumed, { cancelled: true })))
      : null;
  return resumed;
}

test('a resume that brings nothing is not kept open at Letta when Letta does not tell either whether its run is over', async () => {
  const resumed = await silentResume({ replay: 5 });
  answerRuns(resumed.rig, () => new Response('', { status: 500 }));
  assert.equal((await resumed.resume()).status, 503);
  await until(() => resumed.cancelled, 'the stream was given up');
});

test('of a visitor who leaves before a resume brings anything the log says so', async () => {
  const { rig, resume } = await silentResume({ replay: 60_000 });
  const leaving = new AbortController();
  const answer = resume({ signal: leaving.signal });
  await until(() => rig.upstream.some((call) => call.endsWith('/stream')), 'Letta was asked');
  leaving.abort();
  await answer;
  const lines = () => rig.log.filter(({ route }) => route?.endsWith('/stream')).map(({ ended }) => ended);
  await until(() => lines().length > 0, 'the log tells of it');
  assert.deepEqual(lines(), ['gone']);
});
