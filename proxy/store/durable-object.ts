/**
 * The store on Workers: a Durable Object per visitor, each with an SQLite database of its own. Visitors share nothing, so
 * it grows with their number, and one visitor's calls come one after the other: what is claimed is claimed. What addresses
 * and the deployment use up is counted by objects of a second class.
 */
import { DurableObject, type DurableObjectNamespace, type DurableObjectState } from 'cloudflare:workers';
import { ADDRESS, DEPLOYMENT, type Ledger } from './ledger.ts';
import { createSqlStore, type Sql, type SyncStore } from './sql.ts';
import { createSqlLedger, type SyncLedger } from './sql-ledger.ts';
import type { Store } from './store.ts';

/** One visitor's object; bound as `VISITORS` in wrangler.jsonc. */
export class VisitorStore extends DurableObject {
  readonly #store: SyncStore;

  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env);
    this.#store = createSqlStore(sqlOf(ctx));
  }

  /** Calls one function of the store, over Workers' RPC. */
  call<Name extends keyof Store>(name: Name, values: Parameters<Store[Name]>): ReturnType<SyncStore[Name]> {
    const method = this.#store[name] as (...values: Parameters<Store[Name]>) => ReturnType<SyncStore[Name]>;
    return method(...values);
  }
}

/** What of `VisitorStore` is called from outside. */
export interface VisitorStub {
  call(name: keyof Store, values: readonly unknown[]): Promise<unknown>;
}

/** How long (milliseconds) an address is remembered after it was last counted: its minute, and some. */
const ADDRESS_KEPT = 2 * 60_000;

/** The object of one address, or the deployment's; bound as `LIMITS` in wrangler.jsonc. */
export class LimitStore extends DurableObject {
  #ledger: SyncLedger | null = null;
  #forgetAt = 0;

  async call<Name extends keyof Ledger>(name: Name, values: Parameters<Ledger[Name]>) {
    if (name === 'take') await this.#forgetLater();
    this.#ledger ??= createSqlLedger(sqlOf(this.ctx));
    const method = this.#ledger[name] as (...values: Parameters<Ledger[Name]>) => ReturnType<SyncLedger[Name]>;
    return method(...values);
  }

  /** Only addresses are counted by `take`; the deployment's charges stay. */
  async #forgetLater(): Promise<void> {
    if (this.#forgetAt > Date.now() + ADDRESS_KEPT / 2) return;
    this.#forgetAt = Date.now() + ADDRESS_KEPT;
    await this.ctx.storage.setAlarm(this.#forgetAt);
  }

  async alarm(): Promise<void> {
    this.#ledger = null;
    await this.ctx.storage.deleteAll();
  }
}

const sqlOf = ({ storage }: DurableObjectState): Sql => ({
  query: (statement, ...values) => storage.sql.exec(statement, ...values).toArray(),
  transaction: (work) => storage.transactionSync(work),
});

/** What of `LimitStore` is called from outside. */
export interface LimitStub {
  call(name: keyof Ledger, values: readonly unknown[]): Promise<unknown>;
}

export function createDurableStore(
  visitors: DurableObjectNamespace<VisitorStub>,
  limits: DurableObjectNamespace<LimitStub>,
): Store {
  /** What is counted of addresses and of the deployment is elsewhere than what is kept under the deployment's name. */
  const isCounted = (name: string, account: string) =>
    name !== 'keepOnce' && (account === DEPLOYMENT || account.startsWith(ADDRESS));

  // Each function of the store goes to the object of its first parameter: a list of them would be the largest part of this file.
  return new Proxy({} as Store, {
    get:
      (_, name: keyof Store & keyof Ledger) =>
      async (...values: readonly [account: string, ...unknown[]]) =>
        (isCounted(name, values[0]) ? limits : visitors).getByName(values[0]).call(name, values),
  });
}
