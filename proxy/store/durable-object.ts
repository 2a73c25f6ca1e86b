/**
 * The store on Workers: a Durable Object per visitor, each with an SQLite database of its own. Visitors share nothing, so
 * it grows with their number, and one visitor's calls come one after the other: what is claimed is claimed.
 */
import { DurableObject, type DurableObjectNamespace, type DurableObjectState } from 'cloudflare:workers';
import { createSqlStore, type SyncStore } from './sql.ts';
import type { Store } from './store.ts';

/** One visitor's object; bound as `VISITORS` in wrangler.jsonc. */
export class VisitorStore extends DurableObject {
  readonly #store: SyncStore;

  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env);
    const { storage } = ctx;
    this.#store = createSqlStore({
      query: (statement, ...values) => storage.sql.exec(statement, ...values).toArray(),
      transaction: (work) => storage.transactionSync(work),
    });
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

export function createDurableStore(visitors: DurableObjectNamespace<VisitorStub>): Store {
  const remote = <Name extends keyof Store>(name: Name) =>
    (async (...values: Parameters<Store[Name]>) => visitors.getByName(values[0]).call(name, values)) as Store[Name];
  return {
    addConversation: remote('addConversation'),
    findConversation: remote('findConversation'),
    listConversations: remote('listConversations'),
    removeConversation: remote('removeConversation'),
    handOver: remote('handOver'),
    takeOver: remote('takeOver'),
    forgetVisitor: remote('forgetVisitor'),
    rememberSend: remote('rememberSend'),
    findSend: remote('findSend'),
    claimRun: remote('claimRun'),
    updateSend: remote('updateSend'),
    forgetSend: remote('forgetSend'),
    endRuns: remote('endRuns'),
    keepOnce: remote('keepOnce'),
  };
}
