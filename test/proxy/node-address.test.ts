// Who asks, on a real port: the connection's address, or the header that the operator has named.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { createSimulator } from '../../demo/simulator/index.ts';
import type { LogEntry } from '../../proxy/log.ts';
import { type RunningProxy, startNode } from '../../proxy/node.ts';
import { createMemoryStore } from '../../proxy/store/memory.ts';
import { addAgents, UNLIMITED } from './rig.ts';

const simulator = createSimulator();
const agents = addAgents(simulator);
let proxy: RunningProxy;
let log: LogEntry[];
afterEach(() => proxy.close());

async function start(settings: Record<string, string> = {}): Promise<void> {
  log = [];
  const environment = { ...UNLIMITED, ...agents.settings, MEMORY_WARNING: 'off', VISITORS_PER_MINUTE: '2', PORT: '0' };
  proxy = await startNode(
    { ...environment, LETTA_BASE_URL: 'http://letta.test', ...settings },
    {
      store: createMemoryStore(),
      log: (entry) => log.push(entry),
      fetch: (input, init) => simulator.fetch(new Request(input, init)),
    },
  );
}

async function mintEach(headers: readonly Record<string, string>[]): Promise<number[]> {
  const statuses = [];
  for (const one of headers) {
    statuses.push((await fetch(`${proxy.url}/v1/visitors`, { method: 'POST', headers: one })).status);
  }
  return statuses;
}

const warnings = () => log.filter(({ message }) => message === 'CLIENT_ADDRESS_HEADER is not set');

test('no header that a client writes makes it somebody else; the operator is told once what to set', async () => {
  await start();
  const forged = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((address) => ({
    'x-forwarded-for': address,
    'x-real-ip': address,
    'cf-connecting-ip': address,
    forwarded: `for=${address}`,
  }));
  assert.deepEqual(await mintEach(forged), [201, 201, 429]);
  assert.equal(warnings().length, 1);
  assert.match(warnings()[0]?.problem ?? '', /set CLIENT_ADDRESS_HEADER/);
});

test("behind one's own proxy the header's last value counts, and what the client wrote before it does not", async () => {
  await start({ CLIENT_ADDRESS_HEADER: 'X-Forwarded-For' });
  const by = (...values: string[]) => values.map((value) => ({ 'x-forwarded-for': value }));
  assert.deepEqual(
    await mintEach(by('1.1.1.1, 192.0.2.1', '2.2.2.2, 192.0.2.1', '3.3.3.3, 192.0.2.1')),
    [201, 201, 429],
  );
  assert.deepEqual(await mintEach(by('192.0.2.1, 192.0.2.2')), [201]);
  assert.equal(warnings().length, 0);
});

test('with two proxies of which one is skipped the connection counts', async () => {
  await start({ CLIENT_ADDRESS_HEADER: 'x-forwarded-for', TRUSTED_PROXIES: '2' });
  const by = (...values: string[]) => values.map((value) => ({ 'x-forwarded-for': value }));
  assert.deepEqual(await mintEach(by('1.1.1.1', '2.2.2.2', '3.3.3.3')), [201, 201, 429]);
  assert.deepEqual(await mintEach(by('9.9.9.9, 192.0.2.1, 10.0.0.9')), [201]);
});
