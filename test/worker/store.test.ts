import { join } from 'node:path';
import { after, before } from 'node:test';
import { unstable_startWorker } from 'wrangler';
import type { Store } from '../../proxy/store/store.ts';
import { storeBehaviour } from '../proxy/store-suite.ts';
import { wranglerEnvironment } from '../tools/wrangler.ts';

let worker: Awaited<ReturnType<typeof unstable_startWorker>>;

before(async () => {
  Object.assign(process.env, wranglerEnvironment);
  worker = await unstable_startWorker({
    name: 'letta-chat-store',
    entrypoint: join(import.meta.dirname, 'store-worker.ts'),
    compatibilityDate: '2026-11-01',
    bindings: {
      VISITORS: { type: 'durable_object_namespace', class_name: 'VisitorStore' },
      LIMITS: { type: 'durable_object_namespace', class_name: 'LimitStore' },
    },
    migrations: [{ tag: 'v1', new_sqlite_classes: ['VisitorStore', 'LimitStore'] }],
    dev: { server: { port: 0 }, inspector: false, logLevel: 'error', persist: false, watch: false },
  });
  await worker.ready;
});
after(() => worker.dispose());

const remote = (name: string) =>
  async function call(...values: unknown[]): Promise<unknown> {
    const body = JSON.stringify({ name, values });
    const response = await fetch(await worker.url, { method: 'POST', body });
    if (!response.ok) throw new Error(await response.text());
    return ((await response.json()) as { result: unknown }).result;
  };

/** A store whose every function is called in workerd. */
const store = new Proxy({} as Store, { get: (_, name) => (name === 'then' ? undefined : remote(String(name))) });

storeBehaviour(async () => store);
