// What an operator gets of the proxy in workerd: log lines, data points, the warning about shared memory, headers; and no secret to set.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { LogEntry } from '../../proxy/log.ts';
import { headersOfAll } from '../proxy/headers-suite.ts';
import { newVisitor, readUntil, replyOf, until } from '../proxy/rig.ts';
import { startWorkerRig, type WorkerRig } from './rig.ts';

interface Noted {
  readonly lines: readonly LogEntry[];
  readonly points: readonly { indexes: string[]; blobs: string[]; doubles: number[] }[];
}

describe('the worker without a secret of its own', () => {
  let rig: WorkerRig;
  before(async () => {
    const settings = { VISITOR_SECRET: '', MEMORY_WARNING: 'on' };
    rig = await startWorkerRig({ settings }, join(import.meta.dirname, 'operations-worker.ts'));
  });
  after(() => rig.close());
  const noted = async () => (await (await rig.request('/__noted')).json()) as Noted;
  const sends = async () => (await noted()).lines.filter(({ route }) => route === '/v1/conversations/:id/messages');

  test('makes one and keeps it: visitors come, converse, and are known again', async () => {
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    assert.equal(replyOf(await visitor.say(id, 'planted words')), 'You said: planted words');
    assert.equal((await visitor.call('GET', '/v1/conversations')).body.length, 1);
  });

  test('writes one line a request and one data point, a stream when it is over', async () => {
    await until(async () => (await sends()).length === 1, 'the line is written');
    const { lines, points } = await noted();
    const [line] = await sends();
    assert.deepEqual([line?.status, line?.ended, typeof line?.upstream_ms], [200, 'complete', 'number']);
    assert.ok((line?.events ?? 0) > 2 && (line?.tokens ?? 0) > 0 && (line?.bytes ?? 0) > 100);
    assert.match(line?.visitor ?? '', /^[0-9a-f]{16}$/);
    assert.doesNotMatch(JSON.stringify(lines), /planted/);
    const point = points.find(({ indexes }) => indexes[0] === '/v1/conversations/:id/messages');
    assert.deepEqual(point?.blobs.slice(0, 6), [line?.route, 'POST', '200', 'complete', '', line?.visitor]);
    assert.deepEqual(point?.doubles.slice(3), [line?.events, line?.bytes, line?.tokens]);
    assert.equal(points.length, lines.filter(({ message }) => message === 'request').length);
  });

  test('notes that a visitor has gone in the middle of a stream', async () => {
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    const abort = new AbortController();
    const response = await visitor.open(id, 'slow 20 words 2000', undefined, { signal: abort.signal });
    await readUntil(response, (text) => text.includes('lorem'));
    abort.abort();
    await until(async () => (await sends()).some(({ ended }) => ended === 'gone'), 'the line is written');
    const { lines } = await noted();
    assert.deepEqual(
      lines.filter(({ message }) => message === 'a stream went badly'),
      [],
      'nobody’s fault',
    );
    await visitor.call('POST', `/v1/conversations/${id}/cancel`);
  });

  test('warns once that visitors share the memory of the agents', async () => {
    const warnings = (await noted()).lines.filter(({ message }) => message === "an agent's memory can be written");
    assert.deepEqual(
      warnings.map(({ level, problem }) => [
        level,
        /The agent "(\w+)" can write its memory blocks human/.exec(problem ?? '')?.[1],
      ]),
      [
        ['warn', 'support'],
        ['warn', 'tools'],
      ],
    );
  });
});

describe('in workerd', () => headersOfAll(() => startWorkerRig()));
