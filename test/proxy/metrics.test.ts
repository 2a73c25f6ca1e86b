// The figures for Prometheus: not there without a token, closed without it, and true.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createSimulator, type Simulator } from '../../demo/simulator/index.ts';
import { createMetrics } from '../../proxy/metrics.ts';
import { type RunningProxy, startNode } from '../../proxy/node.ts';
import { addAgents, newVisitor, readUntil, until } from './rig.ts';

const TOKEN = 'a token for the figures';
let simulator: Simulator;
let proxy: RunningProxy;

before(async () => {
  simulator = createSimulator();
  proxy = await start({ METRICS_TOKEN: TOKEN });
});
after(async () => {
  await proxy.close();
  simulator.close();
});

function start(settings: Record<string, string>): Promise<RunningProxy> {
  const base = {
    LETTA_BASE_URL: 'http://letta.test',
    PORT: '0',
    STORE_PATH: ':memory:',
    ...addAgents(simulator).settings,
  };
  return startNode(
    { ...base, ...settings },
    { fetch: (input, init) => simulator.fetch(new Request(input, init)), log: () => undefined },
  );
}

const ask = (authorization?: string) =>
  fetch(`${proxy.url}/metrics`, authorization === undefined ? {} : { headers: { authorization } });

/** The value of one sample, labels and all. */
async function read(sample: string): Promise<number | undefined> {
  const text = await (await ask(`Bearer ${TOKEN}`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${sample} `));
  return line === undefined ? undefined : Number(line.slice(sample.length));
}

test('without METRICS_TOKEN there is no such route', async () => {
  const closed = await start({});
  assert.equal((await fetch(`${closed.url}/metrics`)).status, 404);
  await closed.close();
});

test('nobody reads them without the token', async () => {
  for (const authorization of [undefined, 'Bearer', `Bearer ${TOKEN}x`, `bearer ${TOKEN}`, TOKEN]) {
    const { status } = await ask(authorization);
    assert.equal(status, 401, authorization);
  }
  const { status, headers } = await ask(`Bearer ${TOKEN}`);
  assert.deepEqual([status, headers.get('content-type')], [200, 'text/plain; version=0.0.4; charset=utf-8']);
});

test('they tell of requests, streams, events, tokens, refusals and times', async () => {
  const visitor = await newVisitor({ request: (path, init) => fetch(proxy.url + path, init) });
  const id = await visitor.converse();
  const { reader } = await readUntil(await visitor.open(id, 'slow 20 words 100'), (text) => text.includes('lorem'));
  assert.equal(await read('letta_chat_streams_open'), 1);
  while (!(await reader.read()).done);
  await until(async () => (await read('letta_chat_streams_open')) === 0, 'the stream is over');
  await visitor.call('GET', '/v1/conversations/none');
  const route = 'route="/v1/conversations/:id/messages"';
  assert.equal(await read(`letta_chat_requests_total{${route},method="POST",status="200"}`), 1);
  assert.equal(await read('letta_chat_streams_total{ended="complete"}'), 1);
  assert.ok(((await read('letta_chat_events_total')) ?? 0) > 2);
  const of = 'agent="support",variant=""';
  assert.ok(((await read(`letta_chat_tokens_total{${of}}`)) ?? 0) > 0);
  assert.equal(await read(`letta_chat_conversations_total{${of}}`), 1);
  assert.equal(await read(`letta_chat_messages_total{${of}}`), 1);
  assert.equal(await read('letta_chat_refused_total{code="not_found"}'), 1);
  assert.equal(await read(`letta_chat_first_byte_seconds_count{${route}}`), 1);
  assert.equal(await read(`letta_chat_first_byte_seconds_bucket{${route},le="+Inf"}`), 1);
  assert.ok(((await read('letta_chat_requests_open')) ?? 0) >= 1);
});

test('what visitors think of replies is counted by the last word of each', async () => {
  const visitor = await newVisitor({ request: (path, init) => fetch(proxy.url + path, init) });
  const id = await visitor.converse();
  await visitor.say(id, 'hello');
  const reply = (await visitor.messages(id))[0].id;
  for (const value of ['positive', 'negative'])
    await visitor.call('POST', `/v1/conversations/${id}/messages/${reply}/feedback`, { value });
  const of = 'agent="support",variant=""';
  assert.equal(await read(`letta_chat_feedback{${of},value="positive"}`), 0);
  assert.equal(await read(`letta_chat_feedback{${of},value="negative"}`), 1);
});

test('each line is as Prometheus reads it', async () => {
  const text = await (await ask(`Bearer ${TOKEN}`)).text();
  const sample = /^letta_chat_\w+(\{\w+="[^"\n]*"(,\w+="[^"\n]*")*\})? [\d.e+-]+$/;
  assert.ok(text.endsWith('\n'));
  for (const line of text.trimEnd().split('\n'))
    assert.ok(/^# (HELP|TYPE) letta_chat_\w+ /.test(line) || sample.test(line), line);
  const typed = [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name);
  assert.equal(new Set(typed).size, typed.length);
});

test('paths and methods that nobody foresaw make no new lines', async () => {
  const lines = async () => (await (await ask(`Bearer ${TOKEN}`)).text()).split('\n').length;
  for (const path of ['/a', '/v1/a', '/v1/conversations/a/b']) await fetch(proxy.url + path, { method: 'PROPFIND' });
  await lines();
  const before = await lines();
  for (let n = 0; n < 30; n++) {
    await fetch(`${proxy.url}/random-${n}`, { method: 'PROPFIND' });
    await fetch(`${proxy.url}/v1/random-${n}`, { method: n % 2 ? 'LOCK' : 'PROPFIND' });
    await fetch(`${proxy.url}/v1/conversations/random-${n}/x`, { method: 'PROPFIND' });
  }
  assert.equal(await lines(), before);
});

test('a bucket counts what is at or below its bound', () => {
  const metrics = createMetrics();
  metrics.begun?.();
  const line = {
    level: 'info',
    message: 'request',
    route: '/r',
    method: 'GET',
    status: 200,
    ended: 'complete',
  } as const;
  metrics.ended({ ...line, ms: 300, first_byte_ms: 250 });
  assert.match(
    metrics.text(),
    /first_byte_seconds_bucket\{route="\/r",le="0.1"\} 0\n.*le="0.25"\} 1\n.*le="0.5"\} 1\n/,
  );
  assert.match(metrics.text(), /first_byte_seconds_sum\{route="\/r"\} 0.25\n/);
});
