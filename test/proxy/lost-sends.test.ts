// A connection to Letta that is kept between requests and breaks just as a send is written to it: servers close what was
// idle for some seconds. The visitor is to notice nothing, and nothing may be stored or charged twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LocalRig, newVisitor, replyOf } from './rig.ts';
import { rigsOfTests } from './rigs.ts';

const start = rigsOfTests();

/** Breaks the first so many sends: before Letta has them, or when it has. */
function loseSends(
  rig: LocalRig,
  count: number,
  arrived: boolean,
  then: () => Error = () => new TypeError('fetch failed'),
) {
  let left = count;
  rig.intercept = (request) => {
    if (request.method !== 'POST' || !request.url.endsWith('/messages')) return null;
    if (--left < 0) return null;
    const done = arrived ? rig.simulator.fetch(request) : Promise.resolve();
    return done.then(() => Promise.reject(then()));
  };
}

for (const arrived of [false, true]) {
  const when = arrived ? 'after Letta has taken the message' : 'as the message is written to it';
  test(`a kept connection that breaks ${when} costs the visitor nothing: it is sent once more, and stored once`, async () => {
    const rig = start();
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    loseSends(rig, 1, arrived);
    assert.equal(replyOf(await visitor.say(id, 'hello')), 'You said: hello');
    assert.equal(rig.sent.length, 2);
    assert.deepEqual(rig.sent[0], rig.sent[1]);
    assert.equal((await visitor.messages(id)).length, 2);
  });
}

test('a connection that breaks twice is an assistant that is not available', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  loseSends(rig, 2, false);
  assert.equal((await visitor.open(id, 'hello')).status, 503);
  assert.equal(rig.sent.length, 2);
  assert.ok(rig.log.some((entry) => /did not answer/.test(entry.problem ?? '')));
});

test('what is given up by a time limit, or certainly never got there, is not sent once more', async () => {
  for (const cause of [
    new DOMException('no answer in time', 'TimeoutError'),
    new TypeError('fetch failed', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) }),
  ]) {
    const rig = start();
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    loseSends(rig, 1, false, () => cause);
    assert.equal((await visitor.open(id, 'hello')).status, 503);
    assert.equal(rig.sent.length, 1);
  }
});

test('what is only read is asked for once more, what is made is not', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  await visitor.say(id, 'hello');
  for (const [work, status, asked] of [
    [() => visitor.call('GET', `/v1/conversations/${id}/messages`), 200, 2],
    [() => visitor.call('POST', '/v1/conversations?agent_id=support'), 503, 1],
  ] as const) {
    let lost = false;
    rig.intercept = () => {
      if (lost) return null;
      lost = true;
      return Promise.reject(new TypeError('fetch failed'));
    };
    const before = rig.upstream.length;
    assert.equal((await work()).status, status);
    assert.equal(rig.upstream.length - before, asked);
  }
});
