// The rig of test/proxy/rig.ts in workerd: wrangler runs the real worker, the simulated Letta listens on loopback behind it.
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { unstable_startWorker } from 'wrangler';
import { createSimulator, type Simulator } from '../../demo/simulator/index.ts';
import { addAgents, type Rig, type RigOptions, record, UNLIMITED } from '../proxy/rig.ts';
import { root } from '../tools/root.ts';
import { wranglerEnvironment } from '../tools/wrangler.ts';

export interface WorkerRig extends Rig {
  readonly simulator: Simulator;
  /** How many answers of Letta the worker is reading. */
  reading(): number;
}

/** Starts workerd (some seconds) with nothing kept on disk. `entry`: a worker of the test's own around the real one. */
export async function startWorkerRig(options: RigOptions = {}, entry?: string): Promise<WorkerRig> {
  const { redis = true, settings = {} } = options;
  const simulator = createSimulator({ redis });
  const seen: Pick<Rig, 'upstream' | 'sent'> = { upstream: [], sent: [] };
  const listener = getRequestListener(async (request) => {
    await record(seen, request);
    return simulator.fetch(request);
  });
  let reading = 0;
  const letta = createServer((request, answer) => {
    reading++;
    answer.once('close', () => reading--);
    return listener(request, answer);
  });
  await once(letta.listen(0, '127.0.0.1'), 'listening');
  const { port } = letta.address() as AddressInfo;
  const agents = addAgents(simulator);
  const texts = {
    LETTA_BASE_URL: `http://127.0.0.1:${port}`,
    LETTA_AGENT_ID: '',
    ...UNLIMITED,
    MEMORY_WARNING: 'off',
    ...agents.settings,
    ...settings,
  };
  const worker = await startWorker(texts, entry);
  return {
    ...seen,
    agentId: agents.support,
    letta: (path) => simulator.fetch(new Request(`http://letta.test${path}`)),
    simulator,
    reading: () => reading,
    request: (path, init) => fetch(worker.url + path, init),
    async close() {
      await worker.close();
      simulator.close();
      letta.closeAllConnections();
      await new Promise((resolve) => letta.close(resolve));
    },
  };
}

/** The worker alone, with these settings; `url` without a slash at the end. Starts in some seconds and keeps nothing on disk. */
export async function startWorker(settings: Readonly<Record<string, unknown>>, entry?: string) {
  Object.assign(process.env, wranglerEnvironment);
  const bindings = Object.entries(settings).map(([name, value]) => [
    name,
    { type: 'plain_text' as const, value: String(value) },
  ]);
  const dist = mkdtempSync(join(tmpdir(), 'letta-chat-dist-'));
  writeFileSync(join(dist, 'letta-chat.js'), 'console.log("the widget")');
  const worker = await unstable_startWorker({
    config: join(root, 'proxy', 'wrangler.jsonc'),
    ...(entry !== undefined && { entrypoint: entry }),
    bindings: Object.fromEntries(bindings),
    assets: dist,
    dev: { server: { port: 0 }, inspector: false, logLevel: 'none', persist: false, watch: false },
  });
  await worker.ready;
  return {
    url: (await worker.url).origin,
    async close(): Promise<void> {
      await worker.dispose();
      rmSync(dist, { recursive: true });
    },
  };
}
