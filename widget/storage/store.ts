/**
 * A small key-value store: IndexedDB by idb-keyval, or memory when the browser refuses. What is kept in it is for others
 * to say. Writes of one tick go together, one after the other, so that a stored state is never half of one.
 */
import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';

export interface Store {
  /** Whether what is written stays when the page goes. */
  readonly persistent: boolean;
  /** What is stored under the keys, in their order; `undefined` where there is nothing. Never rejects. */
  load(...keys: string[]): Promise<unknown[]>;
  /** Writes soon, together with what else is put; `undefined` removes. */
  put(key: string, value: unknown): void;
  /** Resolves when everything that was put is stored, or is known not to be. */
  flush(): Promise<void>;
  /** Every key that starts with the prefix. */
  keys(prefix: string): Promise<string[]>;
  close(): void;
}

/** Where a store really keeps things. Methods may reject: then memory takes over. */
export interface Backend {
  load(keys: string[]): Promise<unknown[]>;
  /** All of it or nothing. Resolves with whether what was kept before may be gone. */
  save(entries: [string, unknown][], removed: string[]): Promise<boolean>;
  keys(): Promise<string[]>;
}

const DATABASE = 'letta-chat';

/** IndexedDB under the page's origin. */
export function indexedDbBackend(database: string = DATABASE): Backend {
  let open: UseStore | null = null;
  let anew = false;

  /** A connection that somebody has closed, or whose database was deleted, is opened again once. */
  async function use<Result>(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => Promise<Result>,
  ): Promise<Result> {
    open ??= createStore(database, 'kept');
    try {
      return await open(mode, (store) => work(yielding(store)));
    } catch {
      open = createStore(database, 'kept'); // what is wrong for good throws once more, and that is reported
      anew = true;
      return open(mode, (store) => work(yielding(store)));
    }
  }

  return {
    load: (wanted) => use('readonly', (store) => Promise.all(wanted.map((key) => promisifyRequest(store.get(key))))),
    async save(entries, removed) {
      await use('readwrite', (store) => {
        for (const [key, value] of entries) store.put(value, key);
        for (const key of removed) store.delete(key);
        return promisifyRequest(store.transaction);
      });
      const gone = anew;
      anew = false;
      return gone;
    },
    async keys() {
      const all = await use('readonly', (store) => promisifyRequest(store.getAllKeys()));
      return all.filter((key) => typeof key === 'string');
    },
  };
}

/** Does not stand in the way of whoever deletes the database or brings a newer version of it. */
function yielding(store: IDBObjectStore): IDBObjectStore {
  const { db } = store.transaction;
  db.onversionchange = () => db.close();
  return store;
}

/** How long the browser may take (milliseconds): some never answer. */
const LIMIT = 4000;

export interface StoreOptions {
  /** `null`: memory only. */
  readonly backend: Backend | null;
  /** Called once, when the backend has failed and memory has taken over. */
  readonly onTrouble: (cause: unknown) => void;
}

export function createStoreOn({ backend, onTrouble }: StoreOptions): Store {
  /** All that this page has read or written: what is left when the database is not. */
  const memory = new Map<string, unknown>();
  let working = backend;
  let pending = new Map<string, unknown>();
  let writing: Promise<void> | null = null;

  async function attempt<Result>(work: (backend: Backend) => Promise<Result>, otherwise: Result): Promise<Result> {
    if (!working) return otherwise;
    try {
      return await withinLimit(work(working));
    } catch (error) {
      const isNews = working !== null;
      working = null;
      if (isNews) onTrouble(error);
      return otherwise;
    }
  }

  async function write(): Promise<void> {
    await null; // what is put in this tick goes together
    while (pending.size > 0) {
      const batch = [...pending];
      pending = new Map();
      const kept = batch.filter(([, value]) => value !== undefined);
      const removed = batch.filter(([, value]) => value === undefined).map(([key]) => key);
      const gone = await attempt((to) => to.save(kept, removed), false);
      if (gone) await attempt((to) => to.save([...memory], []), false);
    }
    writing = null;
  }

  return {
    get persistent() {
      return working !== null;
    },
    async load(...keys) {
      await writing; // what another tab wrote counts, but not before one's own has been written
      const stored = await attempt<unknown[] | null>((from) => from.load(keys), null);
      if (!stored) return keys.map((key) => memory.get(key));
      for (const [index, key] of keys.entries()) if (stored[index] !== undefined) memory.set(key, stored[index]);
      return stored;
    },
    put(key, value) {
      if (value === undefined) memory.delete(key);
      else memory.set(key, value);
      pending.set(key, value);
      writing ??= write();
    },
    flush: async () => {
      await writing;
    },
    async keys(prefix) {
      await writing;
      const stored = await attempt((from) => from.keys(), [...memory.keys()]);
      return stored.filter((key) => key.startsWith(prefix));
    },
    close: () => {
      working = null;
    },
  };
}

/** Rejects when the work takes too long. */
async function withinLimit<Result>(work: Promise<Result>): Promise<Result> {
  const late = AbortSignal.timeout(LIMIT);
  return Promise.race([
    work,
    new Promise<never>((_, reject) => late.addEventListener('abort', () => reject(late.reason))),
  ]);
}
