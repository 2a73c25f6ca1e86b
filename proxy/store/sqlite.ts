/** The store in one SQLite file, for the Node entry: one machine, one file. */
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from './node-sqlite.ts';
import { createSqlStore } from './sql.ts';
import type { Store } from './store.ts';

export interface SqliteStore extends Store {
  close(): void;
}

/** Opens or makes the file; `:memory:` keeps nothing. Throws when it cannot be opened. */
export function createSqliteStore(path: string): SqliteStore {
  const database = openDatabase(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000');
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const prepare = (statement: string) => {
    const known = prepared.get(statement) ?? database.prepare(statement);
    prepared.set(statement, known);
    return known;
  };
  const store = createSqlStore({
    query: (statement, ...values) => prepare(statement).all(...values),
    transaction(work) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
  });
  return {
    addConversation: async (...values) => store.addConversation(...values),
    findConversation: async (...values) => store.findConversation(...values),
    listConversations: async (...values) => store.listConversations(...values),
    removeConversation: async (...values) => store.removeConversation(...values),
    addTokens: async (...values) => store.addTokens(...values),
    tokensOf: async (...values) => store.tokensOf(...values),
    rate: async (...values) => store.rate(...values),
    handOver: async (...values) => store.handOver(...values),
    takeOver: async (...values) => store.takeOver(...values),
    forgetVisitor: async (...values) => store.forgetVisitor(...values),
    rememberSend: async (...values) => store.rememberSend(...values),
    findSend: async (...values) => store.findSend(...values),
    claimRun: async (...values) => store.claimRun(...values),
    updateSend: async (...values) => store.updateSend(...values),
    forgetSend: async (...values) => store.forgetSend(...values),
    endRuns: async (...values) => store.endRuns(...values),
    keepOnce: async (...values) => store.keepOnce(...values),
    take: async (...values) => store.take(...values),
    reserve: async (...values) => store.reserve(...values),
    findCharge: async (...values) => store.findCharge(...values),
    noteRun: async (...values) => store.noteRun(...values),
    settle: async (...values) => store.settle(...values),
    release: async (...values) => store.release(...values),
    close: () => database.close(),
  };
}
