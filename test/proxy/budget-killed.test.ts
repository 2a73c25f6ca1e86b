// The day's tokens survive a process that is killed: `node proxy/node.ts` with its SQLite file, SIGKILL in the middle of
// runs, and started again on the same file.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { getRequestListener } from '@hono/node-server';
import { createSimulator } from '../../demo/simulator/index.ts';
import { root } from '../tools/root.ts';
import { conversationsOf, sendInAll } from './budget-suite.ts';
import { addAgents, newVisitor, readUntil, UNLIMITED, until } from './rig.ts';

const folder = mkdtempSync(join(tmpdir(), 'letta-chat-killed-'));
const simulator = createSimulator();
const letta = createServer(getRequestListener((request) => simulator.fetch(request)));
const children: ChildProcess[] = [];

before(() => once(letta.listen(0, '127.0.0.1'), 'listening'));
after(async () => {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  simulator.close();
  letta.closeAllConnections();
  letta.close();
  rmSync(folder, { recursive: true });
});

const agents = addAgents(simulator);

/** Starts the program on the one file, with a budget for ten runs of the simulator's 30 tokens. */
async function startProxy() {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'proxy', 'node.ts')], {
    env: {
      ...UNLIMITED,
      ...agents.settings,
      LETTA_BASE_URL: `http://127.0.0.1:${(letta.address() as AddressInfo).port}`,
      STORE_PATH: join(folder, 'store.sqlite'),
      PORT: '0',
      TOKENS_PER_DAY: '300',
      TOKENS_PER_DAY_PER_VISITOR: '300',
      TOKENS_PER_RUN: '30',
    },
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  await until(() => /listens on http:\S+/.test(output), 'the address is printed');
  const url = /listens on (http:\S+)/.exec(output)![1];
  return { child, request: (path: string, init?: RequestInit) => fetch(url + path, init) };
}

test('a proxy killed in the middle of six runs and started again lets four more through of a hundred', async () => {
  const first = await startProxy();
  let request = first.request;
  const visitor = await newVisitor({ request: (path, init) => request(path, init) });
  const talks = await conversationsOf(visitor, 106);
  const six = talks.splice(0, 6);
  const streams = await Promise.all(six.map(({ id }) => visitor.open(id, 'slow 3 words 900')));
  await Promise.all(streams.map((stream) => readUntil(stream, (text) => text.includes('lorem'))));
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');

  ({ request } = await startProxy());
  const answers = await sendInAll(talks);
  assert.equal(answers.filter(({ status }) => status === 200).length, 4);
  assert.equal(answers.filter(({ code }) => code === 'budget_exhausted').length, 96);
  await until(() => simulator.activeRuns() === 0, 'all runs have ended');
});

test('a proxy killed while a hundred sends come in lets no more than ten through, before and after', async () => {
  rmSync(join(folder, 'store.sqlite'), { force: true });
  for (const suffix of ['-wal', '-shm']) rmSync(join(folder, `store.sqlite${suffix}`), { force: true });
  const running = children.at(-1)!;
  running.kill('SIGKILL');
  await once(running, 'exit');
  const first = await startProxy();
  let request = first.request;
  const visitor = await newVisitor({ request: (path, init) => request(path, init) });
  const talks = await conversationsOf(visitor, 100);
  let answered = 0;
  const cut = talks.map(async ({ id }) => {
    const response = await visitor.open(id, 'hello').catch(() => null); // killed before it answered
    if (response?.status === 200 && ++answered === 1) first.child.kill('SIGKILL');
    await response?.text().catch(() => null); // or while it did
  });
  await Promise.all(cut);
  if (first.child.signalCode === null) await once(first.child, 'exit');

  ({ request } = await startProxy());
  await sendInAll(talks);
  await until(() => simulator.activeRuns() === 0, 'all runs have ended');
  const histories = await Promise.all(talks.map(({ id }) => visitor.messages(id)));
  const ran = histories.filter((messages) => messages.length > 0).length;
  assert.ok(ran > 0 && ran <= 10, `${ran} ran`);
});
