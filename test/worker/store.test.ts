import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { unstable_startWorker } from 'wrangler';
import { ADDRESS, DEPLOYMENT } from '../../proxy/store/ledger.ts';
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

test('an address is forgotten some minutes after it was last counted, the deployment never', async () => {
  const account = `${ADDRESS}0123456789abcdef`;
  const now = Date.now();
  const take = () => store.take(account, 'messages', 1, now);
  assert.equal(await take(), 0);
  assert.ok((await take()) > 0);
  const alarm = Number(await remote('alarmAt')(account));
  assert.ok(alarm > now + 60_000 && alarm < now + 5 * 60_000, `${alarm - now} ms from now`);
  await remote('ring')(account);
  assert.equal(await take(), 0, 'it is counted anew');

  const charge = { visitor: 'visitor-1', conversation: 'conv-1', otid: crypto.randomUUID(), at: now, tokens: 1 };
  await store.reserve(DEPLOYMENT, charge, { tokens: 0, open: 0, perMinute: 0 });
  assert.equal(await remote('alarmAt')(DEPLOYMENT), null);
});
