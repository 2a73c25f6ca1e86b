// The Node entry: a real port, a real file, a real process.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { getRequestListener } from '@hono/node-server';
import { createSimulator, type Simulator } from '../../demo/simulator/index.ts';
import type { LogEntry } from '../../proxy/log.ts';
import { type RunningProxy, startNode } from '../../proxy/node.ts';
import { createSqliteStore } from '../../proxy/store/sqlite.ts';
import { TIMEOUTS } from '../../proxy/timeouts.ts';
import { root } from '../tools/root.ts';
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

/** Runs the entry as a program, with these settings alone in its environment. */
function run(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'proxy', 'node.ts')], {
    env: environment,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return { child, output: () => output };
}

test('a wrong setting ends the program with status 1 and one sentence, nothing else', async () => {
  const { child, output } = run({ ...settings, VISITOR_SECRET: 'short' });
  assert.deepEqual(await once(child, 'close'), [1, null]);
  assert.match(output(), /^VISITOR_SECRET must be at least 32 characters long\.[^\n]*\n$/);
});

/** The simulated Letta on a port, for a proxy in another process. */
async function lettaOnAPort(): Promise<{ url: string; close(): void }> {
  const letta: Server = createServer(getRequestListener((request) => simulator.fetch(request)));
  await once(letta.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(letta.address() as AddressInfo).port}`,
    close() {
      letta.closeAllConnections();
      letta.close();
    },
  };
}

/** The program in front of that Letta, when it listens. */
async function runInFrontOf(letta: string, change: Record<string, string> = {}) {
  const { child, output } = run({
    ...settings,
    LETTA_BASE_URL: letta,
    STORE_PATH: join(folder, 'program.sqlite'),
    ...change,
  });
  await until(() => output().includes('listens on'), 'the address is printed');
  const url = /listens on (http:\S+)/.exec(output())![1];
  return { child, output, request: (path: string, init?: RequestInit) => fetch(url + path, init) };
}

test('the program prints its address, serves, and ends in order when told to', async () => {
  const letta = await lettaOnAPort();
  const { child, request } = await runInFrontOf(letta.url);
  assert.equal((await request('/healthz')).status, 200);
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'close'), [0, null]);
  letta.close();
});

test('told to end in the middle of a reply the program gives it out whole, takes nothing new, and says no failure', async () => {
  const letta = await lettaOnAPort();
  const program = await runInFrontOf(letta.url, { MEMORY_WARNING: 'off' });
  const visitor = await newVisitor(program);
  const id = await visitor.converse();
  const { text, reader } = await readUntil(await visitor.open(id, 'slow 15 words 60'), (so) => so.includes('lorem'));
  const ended = once(program.child, 'close');
  program.child.kill('SIGTERM');
  await until(async () => {
    const answer = await program.request('/healthz', { headers: { connection: 'close' } }).catch(() => null);
    return answer === null;
  }, 'the port is closed');
  let whole = text;
  for (let next = await reader.read(); !next.done; next = await reader.read())
    whole += new TextDecoder().decode(next.value);
  assert.match(whole, /"stop_reason":"end_turn"[\s\S]*\[DONE\]/);
  assert.deepEqual(await ended, [0, null]);
  assert.doesNotMatch(program.output(), /"level":"(error|warn)"|failed/);
  assert.match(program.output(), /"route":"\/v1\/conversations\/:id\/messages".*"ended":"complete"/);
  letta.close();
});

test('a reply that lasts longer than SHUTDOWN_SECONDS is cut, and goes on at Letta; the program still ends well', async () => {
  const letta = await lettaOnAPort();
  const program = await runInFrontOf(letta.url, { SHUTDOWN_SECONDS: '0', MEMORY_WARNING: 'off' });
  const visitor = await newVisitor(program);
  const id = await visitor.converse();
  const { reader } = await readUntil(await visitor.open(id, 'slow 20 words 900'), (so) => so.includes('lorem'));
  const ended = once(program.child, 'close');
  program.child.kill('SIGTERM');
  await assert.rejects(async () => {
    while (!(await reader.read()).done);
  });
  assert.deepEqual(await ended, [0, null]);
  assert.match(program.output(), /"route":"\/v1\/conversations\/:id\/messages".*"ended":"gone"/);
  assert.doesNotMatch(program.output(), /store failed|is not open/);
  assert.equal(simulator.activeRuns(), 1);
  await simulator.fetch(new Request(`http://letta.test/v1/conversations/${id}/cancel`, { method: 'POST' }));
  letta.close();
});

test('what a request still has to note when its visitor is cut off reaches the store before it closes', async () => {
  let letCreate: () => void = () => undefined;
  const created = new Promise<void>((resolve) => {
    letCreate = resolve;
  });
  let asked = false;
  const log: LogEntry[] = [];
  const path = join(folder, 'late.sqlite');
  const proxy = await startNode(
    { ...settings, STORE_PATH: path },
    {
      async fetch(input, init) {
        const request = new Request(input, init);
        if (request.url.includes('/v1/conversations/?')) {
          asked = true;
          await created;
        }
        return simulator.fetch(request);
      },
      log: (entry) => log.push(entry),
      timeouts: { ...TIMEOUTS, shutdown: 0 },
    },
  );
  const visitor = await newVisitor({ request: (to, init) => fetch(proxy.url + to, init) });
  const cut = assert.rejects(visitor.converse());
  await until(() => asked, 'Letta is asked');
  const closed = proxy.close();
  await cut;
  letCreate();
  await closed;
  assert.deepEqual(
    log.filter(({ level }) => level === 'error'),
    [],
  );
  const store = createSqliteStore(path);
  assert.equal((await store.listConversations(visitor.id, { agent: 'support', limit: 9 }))?.length, 1);
  store.close();
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
