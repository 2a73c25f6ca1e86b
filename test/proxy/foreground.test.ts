// Exactly once in front of a Letta without Redis, which itself would store a repeated message twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryStore } from '../../proxy/store/memory.ts';
import { TIMEOUTS } from '../../proxy/timeouts.ts';
import { newVisitor, type RigOptions, readUntil, replyOf, until, type Visitor } from './rig.ts';
import { rigsOfTests } from './rigs.ts';

const startRig = rigsOfTests();
const startWithoutRedis = (options: RigOptions = {}) => startRig({ redis: false, ...options });

const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;

async function storedTimes(visitor: Visitor, conversation: string, otid: string): Promise<number> {
  const messages: { otid?: string }[] = await visitor.messages(conversation);
  return messages.filter((message) => message.otid === otid).length;
}

const isSend = ({ method, url }: Request) => method === 'POST' && url.endsWith('/messages');

test('a conversation works as with Redis, only without sequence numbers', async () => {
  const rig = startWithoutRedis();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const events = await visitor.say(id, 'hello');
  assert.equal(replyOf(events), 'You said: hello');
  assert.ok(events.every((event) => (event.seq_id ?? null) === null));
  assert.equal(replyOf(await visitor.say(id, 'again')), 'You said: again');
  assert.deepEqual(
    rig.sent.map(({ background }) => background),
    [true, false, false],
  );
});

test('after some minutes background runs are tried again', async () => {
  const rig = startWithoutRedis();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  await visitor.say(id, 'hello');
  rig.later = TIMEOUTS.foregroundMemory;
  await visitor.say(id, 'again');
  assert.deepEqual(
    rig.sent.map(({ background }) => background),
    [true, false, true, false],
  );
});

test('an otid that is repeated after its run has ended is not sent again', async () => {
  const rig = startWithoutRedis();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const otid = crypto.randomUUID();
  await visitor.say(id, 'once', otid);
  assert.equal(await codeOf(await visitor.open(id, 'once', otid)), 'nothing_to_resume');
  assert.equal(await storedTimes(visitor, id, otid), 1);
});

test('of the same otid sent five times at once one gets the stream, the others hear busy', async () => {
  const rig = startWithoutRedis();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const otid = crypto.randomUUID();
  const answers = await Promise.all(Array.from({ length: 5 }, () => visitor.open(id, 'slow 5 words 100', otid)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409, 409]);
  await Promise.all(answers.map((answer) => answer.text()));
  assert.equal(await storedTimes(visitor, id, otid), 1);
});

test('while a run goes on the conversation is busy, and the run is not resumable but says to ask again', async () => {
  const rig = startWithoutRedis();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const otid = crypto.randomUUID();
  const { reader } = await readUntil(await visitor.open(id, 'slow 5 words 60', otid), (text) => text.includes('lorem'));
  await reader.cancel();
  assert.equal(await codeOf(await visitor.open(id, 'me too')), 'conversation_busy');
  assert.equal(await codeOf(await visitor.open(id, 'slow 5 words 60', otid)), 'conversation_busy');
  for (const body of [{ otid }, {}]) {
    const resumed = await visitor.call('POST', `/v1/conversations/${id}/stream`, body);
    assert.deepEqual([resumed.status, resumed.body.error.code], [503, 'run_not_resumable']);
    assert.equal(resumed.headers.get('retry-after'), '1');
  }
  await until(() => rig.simulator.activeRuns() === 0, 'the run has ended');
  for (const body of [{ otid }, {}]) {
    const { status } = await visitor.call('POST', `/v1/conversations/${id}/stream`, body);
    assert.equal(status, 400);
  }
  assert.equal(await storedTimes(visitor, id, otid), 1);
  assert.equal(replyOf(await visitor.say(id, 'and now')), 'You said: and now');
});

test('a cancelled run frees the conversation at once', async () => {
  const rig = startWithoutRedis();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const { reader } = await readUntil(await visitor.open(id, 'slow 20 words 900'), (text) => text.includes('lorem'));
  await reader.cancel();
  assert.equal((await visitor.call('POST', `/v1/conversations/${id}/cancel`)).status, 200);
  assert.equal(replyOf(await visitor.say(id, 'next')), 'You said: next');
});

test('the proxy restarted mid-run still knows what it has sent', async () => {
  const store = createMemoryStore();
  const rig = startWithoutRedis({ store });
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const otid = crypto.randomUUID();
  const { reader } = await readUntil(await visitor.open(id, 'slow 5 words 60', otid), (text) => text.includes('lorem'));
  await reader.cancel();
  const second = startWithoutRedis({ store, restarted: rig });
  rig.request = second.request;
  assert.equal(await codeOf(await visitor.open(id, 'slow 5 words 60', otid)), 'conversation_busy');
  assert.equal(await codeOf(await visitor.open(id, 'other')), 'conversation_busy');
  await until(() => second.simulator.activeRuns() === 0, 'the run has ended');
  assert.equal(await codeOf(await visitor.open(id, 'slow 5 words 60', otid)), 'nothing_to_resume');
  assert.equal(await storedTimes(visitor, id, otid), 1);
});

test("when Letta's answer to a send is lost the message is not sent twice", async () => {
  const rig = startWithoutRedis();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  await visitor.say(id, 'first');
  const otid = crypto.randomUUID();
  rig.intercept = async (request) => {
    const answer = await rig.simulator.fetch(request.clone());
    if (!isSend(request)) return answer;
    await answer.body?.cancel();
    throw new TypeError('fetch failed');
  };
  assert.equal(await codeOf(await visitor.open(id, 'slow 5 words 30', otid)), 'assistant_unavailable');
  rig.intercept = null;
  assert.equal(await codeOf(await visitor.open(id, 'slow 5 words 30', otid)), 'conversation_busy');
  await until(() => rig.simulator.activeRuns() === 0, 'the run has ended');
  assert.equal(await codeOf(await visitor.open(id, 'slow 5 words 30', otid)), 'nothing_to_resume');
  assert.equal(await storedTimes(visitor, id, otid), 1);
});

test('a send that was lost on its way can be repeated when it can no longer arrive, and not before', async () => {
  const rig = startWithoutRedis();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  await visitor.say(id, 'first');
  const otid = crypto.randomUUID();
  rig.intercept = (request) => (isSend(request) ? Promise.reject(new TypeError('fetch failed')) : null);
  assert.equal(await codeOf(await visitor.open(id, 'second', otid)), 'assistant_unavailable');
  rig.intercept = null;
  assert.equal(await codeOf(await visitor.open(id, 'second', otid)), 'conversation_busy');
  rig.later = TIMEOUTS.arrivalAfterFailure;
  assert.equal(replyOf(await visitor.say(id, 'second', otid)), 'You said: second');
  assert.equal(await storedTimes(visitor, id, otid), 1);
});

test('a send whose connection was refused can be repeated at once', async () => {
  const rig = startWithoutRedis();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  await visitor.say(id, 'first');
  const otid = crypto.randomUUID();
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  rig.intercept = (request) =>
    isSend(request) ? Promise.reject(new TypeError('fetch failed', { cause: refused })) : null;
  assert.equal(await codeOf(await visitor.open(id, 'second', otid)), 'assistant_unavailable');
  rig.intercept = null;
  assert.equal(replyOf(await visitor.say(id, 'second', otid)), 'You said: second');
});

test('a turn that failed leaves nothing at Letta; its otid is not sent again, a new one is', async () => {
  const rig = startWithoutRedis();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const otid = crypto.randomUUID();
  const events = await visitor.say(id, 'fail 500', otid);
  assert.ok(events.some((event) => event.message_type === 'error_message'));
  assert.equal(await codeOf(await visitor.open(id, 'fail 500', otid)), 'nothing_to_resume');
  assert.equal(await storedTimes(visitor, id, otid), 0);
  assert.equal(replyOf(await visitor.say(id, 'better')), 'You said: better');
});

test('what was sent while Letta had a Redis is not sent again when it has none', async () => {
  const store = createMemoryStore();
  const rig = startWithoutRedis({ store, redis: true });
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const otid = crypto.randomUUID();
  await visitor.say(id, 'once', otid);
  const noRedis = () =>
    Response.json({ detail: 'Background streaming requires Redis to be running.' }, { status: 503 });
  rig.intercept = async (request) =>
    isSend(request) && (await request.clone().json()).background === true ? noRedis() : rig.simulator.fetch(request);
  assert.equal(await codeOf(await visitor.open(id, 'once', otid)), 'nothing_to_resume');
  assert.equal(await storedTimes(visitor, id, otid), 1);
});

test('a run that a restart of Letta left "running" for ever blocks the conversation for half an hour only', async () => {
  const rig = startWithoutRedis();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const { reader } = await readUntil(await visitor.open(id, 'slow 100 words 9000'), (text) => text.includes('lorem'));
  await reader.cancel();
  assert.equal(await codeOf(await visitor.open(id, 'hello?')), 'conversation_busy');
  rig.later = TIMEOUTS.longestRun;
  assert.equal(replyOf(await visitor.say(id, 'hello?')), 'You said: hello?');
});
