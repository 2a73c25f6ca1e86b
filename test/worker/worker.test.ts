// What is particular to workerd: files from assets, a client's leaving, exactly-once by Durable Object, wrong settings.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { newVisitor, readUntil, replyOf, until } from '../proxy/rig.ts';
import { startWorkerRig, type WorkerRig } from './rig.ts';

describe('the worker in front of a Letta without Redis', () => {
  let rig: WorkerRig;
  before(async () => {
    rig = await startWorkerRig({ redis: false });
  });
  after(() => rig.close());

  test('the widget is served with the headers that let any page load it', async () => {
    const { status, headers } = await rig.request('/letta-chat.js', {
      headers: { origin: 'https://anywhere.example' },
    });
    assert.equal(status, 200);
    assert.match(headers.get('content-type') ?? '', /^text\/javascript/);
    assert.equal(headers.get('cache-control'), 'public, max-age=300');
    assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin');
    assert.equal((await rig.request('/chunks/none-12345678.js')).status, 404);
  });

  test('when the browser goes, the worker stops reading, and the run goes on', async () => {
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    const abort = new AbortController();
    const response = await visitor.open(id, 'slow 20 words 2000', undefined, { signal: abort.signal });
    await readUntil(response, (text) => text.includes('lorem'));
    assert.equal(rig.reading(), 1);
    abort.abort();
    await until(() => rig.reading() === 0, 'the worker has stopped reading');
    assert.equal(rig.simulator.activeRuns(), 1);
    await visitor.call('POST', `/v1/conversations/${id}/cancel`);
  });

  test('of the same otid sent five times at once one gets the stream, and Letta stores it once', async () => {
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    const otid = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => visitor.open(id, 'once', otid)));
    await Promise.all(answers.map((answer) => answer.text()));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.equal((await visitor.messages(id)).length, 2);
    assert.equal(replyOf(await visitor.say(id, 'next')), 'You said: next');
  });
});

test('a worker with a wrong setting answers that the assistant is unavailable, readable by any page', async () => {
  const rig = await startWorkerRig({ settings: { VISITOR_SECRET: 'short' } });
  try {
    const answer = await rig.request('/v1/visitors', { method: 'POST', headers: { origin: 'https://shop.example' } });
    assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [503, '*']);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    assert.equal(error.code, 'assistant_unavailable');
    assert.doesNotMatch(error.message, /SECRET/);
  } finally {
    await rig.close();
  }
});
