// The Node entry: a real port, a real file. The process itself, and its end: program.test.ts.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { createSimulator, type Simulator } from '../../demo/simulator/index.ts';
import { type RunningProxy, startNode } from '../../proxy/node.ts';
import { TIMEOUTS } from '../../proxy/timeouts.ts';
import { ask } from '../attacks/http.ts';
import { addAgents, newVisitor, parseEvents, readUntil, replyOf, until } from './rig.ts';

let folder: string;
let simulator: Simulator;
let settings: Record<string, string>;
const running: RunningProxy[] = [];

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'letta-chat-node-'));
  simulator = createSimulator();
  settings = {
    LETTA_BASE_URL: 'http://letta.test',
    PORT: '0',
    STORE_PATH: join(folder, 'store.sqlite'),
    ...addAgents(simulator).settings,
  };
  mkdirSync(join(folder, 'dist', 'chunks'), { recursive: true });
  writeFileSync(join(folder, 'dist', 'letta-chat.js'), `console.log("${'entry'.repeat(100)}")`);
  writeFileSync(join(folder, 'dist', 'chunks', 'chat-CmrQAx2L.js'), 'export default 1');
  writeFileSync(join(folder, 'secret.js'), 'secret');
});
afterEach(async () => {
  for (const proxy of running.splice(0)) await proxy.close();
});
after(() => {
  simulator.close();
  rmSync(folder, { recursive: true });
});

async function start(
  change: Record<string, string> = {},
): Promise<RunningProxy & { request: (path: string, init?: RequestInit) => Promise<Response> }> {
  const proxy = await startNode(
    { ...settings, ...change },
    {
      fetch: (input, init) => simulator.fetch(new Request(input, init)),
      log: () => undefined,
      timeouts: { ...TIMEOUTS, shutdown: 2_000 },
      dist: join(folder, 'dist'),
    },
  );
  running.push(proxy);
  return { ...proxy, request: (path, init) => fetch(proxy.url + path, init) };
}

test('a visitor converses over a real connection; who owns what survives a restart', async () => {
  const first = await start();
  const visitor = await newVisitor(first);
  const id = await visitor.converse();
  assert.equal(replyOf(await visitor.say(id, 'hello')), 'You said: hello');
  await first.close();
  const second = await start();
  const answer = await second.request(`/v1/conversations/${id}`, {
    headers: { authorization: `Bearer ${visitor.token}` },
  });
  assert.equal(answer.status, 200);
});

for (const host of ['9007199254740991', '1.2.3.999', '%20', '[::'])
  test(`a request to the host "${host}", which is none, is a bad request and no failure of the proxy`, async () => {
    const proxy = await start();
    const { token } = await newVisitor(proxy);
    const headers = { host, authorization: `Bearer ${token}` };
    const answer = await ask(Number(new URL(proxy.url).port), { path: '/v1/conversations', headers });
    assert.equal(answer.status, 400);
  });

test('each event arrives by itself while the run goes on, and leaving does not stop the run', async () => {
  const proxy = await start();
  const visitor = await newVisitor(proxy);
  const id = await visitor.converse();
  const { reader } = await readUntil(await visitor.open(id, 'slow 10 words 60'), (text) => text.includes('lorem'));
  assert.equal(simulator.activeRuns(), 1);
  await reader.cancel();
  await until(() => simulator.activeRuns() === 0, 'the run has ended');
  assert.equal((await visitor.messages(id)).length, 2);
});

test('closing lets an open stream end, and takes no new requests meanwhile', async () => {
  const proxy = await start();
  const visitor = await newVisitor(proxy);
  const id = await visitor.converse();
  const response = await visitor.open(id, 'slow 5 words 40');
  const closed = proxy.close();
  await assert.rejects(proxy.request('/healthz', { headers: { connection: 'close' } }), TypeError);
  assert.match(await response.text(), /\[DONE\]/);
  await closed;
});

test('closing ends a stream that would go on for ever after a while', async () => {
  const proxy = await start();
  const visitor = await newVisitor(proxy);
  const id = await visitor.converse();
  const response = await visitor.open(id, 'slow 100 words 9000');
  await proxy.close();
  await assert.rejects(response.text());
  await simulator.fetch(new Request(`http://letta.test/v1/conversations/${id}/cancel`, { method: 'POST' }));
});

test('the widget is served for any page: the entry for minutes, chunks for ever, compressed', async () => {
  const proxy = await start();
  const entry = await proxy.request('/letta-chat.js', { headers: { origin: 'https://anywhere.example' } });
  assert.equal(entry.status, 200);
  assert.equal(entry.headers.get('content-type'), 'text/javascript; charset=utf-8');
  assert.equal(entry.headers.get('cache-control'), 'public, max-age=300');
  assert.equal(entry.headers.get('access-control-allow-origin'), '*');
  assert.equal(entry.headers.get('cross-origin-resource-policy'), 'cross-origin');
  assert.match(entry.headers.get('content-encoding') ?? '', /br|gzip/);
  assert.match(await entry.text(), /entryentry/);
  const chunk = await proxy.request('/chunks/chat-CmrQAx2L.js');
  assert.equal(chunk.headers.get('cache-control'), 'public, max-age=31536000, immutable');
});

test('a browser that has the script already is told so', async () => {
  const proxy = await start();
  const first = await proxy.request('/letta-chat.js');
  const etag = first.headers.get('etag') ?? '';
  assert.match(etag, /^"[\w-]{22}"$/);
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const again = await proxy.request('/letta-chat.js', { headers: { 'if-none-match': known } });
    assert.deepEqual([again.status, await again.text(), again.headers.get('etag')], [304, '', etag], known);
    assert.equal(again.headers.get('cache-control'), 'public, max-age=300');
  }
  assert.equal((await proxy.request('/letta-chat.js', { headers: { 'if-none-match': '"other"' } })).status, 200);
});

test('nothing outside of the folder is served, whatever the path', async () => {
  const proxy = await start();
  for (const path of [
    '/none.js',
    '/..%2fsecret.js',
    '/chunks/..%2f..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/%E0%A4%A.js',
    '/a%00.js',
    '/chunks',
  ]) {
    assert.equal((await proxy.request(path)).status, 404, path);
  }
});

test('a taken port is told in a sentence', async () => {
  const proxy = await start();
  const port = new URL(proxy.url).port;
  await assert.rejects(start({ PORT: port }), { name: 'ConfigError', message: new RegExp(`^PORT ${port} is taken`) });
});

test('a store that cannot be opened is told in a sentence', async () => {
  await assert.rejects(start({ STORE_PATH: join(folder, 'none', 'store.sqlite') }), {
    name: 'ConfigError',
    message: /^STORE_PATH .*cannot be opened/,
  });
});

test('many visitors at once keep to themselves', async () => {
  const proxy = await start();
  const replies = await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      const visitor = await newVisitor(proxy);
      const id = await visitor.converse();
      const text = await (await visitor.open(id, `I am ${n}`)).text();
      return [replyOf(parseEvents(text)), (await visitor.messages(id)).length];
    }),
  );
  assert.deepEqual(
    replies,
    Array.from({ length: 20 }, (_, n) => [`You said: I am ${n}`, 2]),
  );
});
