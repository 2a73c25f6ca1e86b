// The Node entry as a program: what it prints, and how it ends when it is told to, also in the middle of a reply.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { getRequestListener } from '@hono/node-server';
import { createSimulator, type Simulator } from '../../demo/simulator/index.ts';
import type { LogEntry } from '../../proxy/log.ts';
import { startNode } from '../../proxy/node.ts';
import { createSqliteStore } from '../../proxy/store/sqlite.ts';
import { TIMEOUTS } from '../../proxy/timeouts.ts';
import { root } from '../tools/root.ts';
import { addAgents, newVisitor, readUntil, until } from './rig.ts';

let folder: string;
let simulator: Simulator;
let settings: Record<string, string>;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'letta-chat-program-'));
  simulator = createSimulator();
  const { settings: agents } = addAgents(simulator);
  settings = { LETTA_BASE_URL: 'http://letta.test', PORT: '0', STORE_PATH: join(folder, 'store.sqlite'), ...agents };
});
after(() => {
  simulator.close();
  rmSync(folder, { recursive: true });
});

/** Runs the entry as a program, with these settings alone in its environment. */
function run(environment: Record<string, string>, ...flags: string[]) {
  const entry = join(root, 'proxy', 'node.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...flags, entry], {
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

test('a Node without SQLite, as Node 20 is, ends the program with one sentence that names the version needed', async () => {
  const { child, output } = run(settings, '--no-experimental-sqlite');
  assert.deepEqual(await once(child, 'close'), [1, null]);
  assert.match(output(), /^The proxy on Node needs Node 22\.19 or newer[^\n]*npm run proxy[^\n]*\n$/);
});

test('so does a Node that has SQLite and is too old for what asks Letta, as Node 22.13 is', async () => {
  const hook = `export const load = (url, context, next) =>
    url.includes('/undici/') ? { format: 'module', source: 'undefined.bind()', shortCircuit: true } : next(url, context);`;
  const address = `data:text/javascript,${encodeURIComponent(hook)}`;
  const register = `import { register } from 'node:module'; register(${JSON.stringify(address)});`;
  const { child, output } = run(settings, '--import', `data:text/javascript,${encodeURIComponent(register)}`);
  assert.deepEqual(await once(child, 'close'), [1, null]);
  assert.match(output(), /^The proxy on Node needs Node 22\.19 or newer[^\n]*npm run proxy[^\n]*\n$/);
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
