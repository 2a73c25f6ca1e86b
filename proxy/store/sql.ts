/**
 * The store in SQL, for any SQLite that is reached synchronously: `node:sqlite` and a Durable Object's storage. Each call
 * runs in one transaction, and nothing is awaited inside it: that is what makes a claim exclusive.
 */
import type { Rating } from '../protocol.ts';
import { createSqlLedger, INTEGER, TEXT } from './sql-ledger.ts';
import {
  BELONGINGS,
  type OwnedConversation,
  type Rated,
  SENDS_KEPT,
  SENDS_KEPT_FOR,
  type Send,
  type Store,
} from './store.ts';

type Value = string | number | null;
type Row = Record<string, unknown>;

export interface Sql {
  /** Runs one statement and gives its rows. */
  query(statement: string, ...values: Value[]): Row[];
  transaction<Result>(work: () => Result): Result;
}

const POSITION = 'position INTEGER PRIMARY KEY AUTOINCREMENT';

const COUNT = `${INTEGER} DEFAULT 0`;

const TABLES = [
  `conversations (${POSITION}, visitor ${TEXT}, id ${TEXT}, agent ${TEXT}, variant TEXT, created_at ${INTEGER}, tokens ${COUNT}, UNIQUE (visitor, id))`,
  `sends (${POSITION}, visitor ${TEXT}, conversation ${TEXT}, otid ${TEXT}, sent_at ${INTEGER}, state ${TEXT}, run_id TEXT, previous_run TEXT, may_arrive_until ${INTEGER}, UNIQUE (visitor, conversation, otid))`,
  `ratings (visitor ${TEXT}, conversation ${TEXT}, message ${TEXT}, value ${TEXT}, UNIQUE (visitor, conversation, message))`,
  `heirs (visitor TEXT PRIMARY KEY, heir ${TEXT})`,
  `kept (owner ${TEXT}, name ${TEXT}, value ${TEXT}, UNIQUE (owner, name))`,
];

const THAT = 'WHERE visitor = ? AND id = ?';
const WITHIN = 'WHERE visitor = ? AND conversation = ?';
const OF_SEND = `${WITHIN} AND otid = ?`;

const CONVERSATION = 'INTO conversations (visitor, id, agent, variant, created_at, tokens) VALUES (?, ?, ?, ?, ?, ?)';
const SEND =
  'INTO sends (visitor, conversation, otid, sent_at, state, run_id, previous_run, may_arrive_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?)';

const valuesOf = (visitor: string, conversation: string, send: Send): Value[] => {
  const { otid, sentAt, state, runId, previousRun, mayArriveUntil } = send;
  return [visitor, conversation, otid, sentAt, state, runId, previousRun, mayArriveUntil];
};

/** The functions of `Store`, synchronous. */
export type SyncStore = {
  [Name in keyof Store]: (...values: Parameters<Store[Name]>) => Awaited<ReturnType<Store[Name]>>;
};

export function createSqlStore(sql: Sql): SyncStore {
  const { query, transaction } = sql;
  for (const table of TABLES) query(`CREATE TABLE IF NOT EXISTS ${table}`);
  addColumn(sql, 'conversations', 'variant', 'TEXT');
  addColumn(sql, 'conversations', 'tokens', COUNT);

  const find = (...key: [string, string, string]): Send | null => {
    const [row] = query(`SELECT * FROM sends ${OF_SEND}`, ...key);
    return row ? toSend(row) : null;
  };

  const sendsIn = (visitor: string, conversation: string): Send[] =>
    query(`SELECT * FROM sends ${WITHIN} ORDER BY position`, visitor, conversation).map(toSend);

  const ratingsIn = (visitor: string, conversation: string): Rated[] =>
    query(`SELECT message, value FROM ratings ${WITHIN}`, visitor, conversation) as unknown as Rated[];

  function insert(visitor: string, conversation: string, send: Send): void {
    query(`INSERT OR REPLACE ${SEND}`, ...valuesOf(visitor, conversation, send));
    query(
      `UPDATE conversations SET position = (SELECT MAX(position) + 1 FROM conversations) ${THAT}`,
      visitor,
      conversation,
    );
    query('DELETE FROM sends WHERE visitor = ? AND sent_at <= ?', visitor, send.sentAt - SENDS_KEPT_FOR);
    query(
      `DELETE FROM sends ${WITHIN} AND position <= (SELECT position FROM sends ${WITHIN} ORDER BY position DESC LIMIT 1 OFFSET ?)`,
      ...[visitor, conversation, visitor, conversation, SENDS_KEPT],
    );
  }

  return {
    ...createSqlLedger(sql),
    addConversation(visitor, { id, agent, variant, createdAt }) {
      query(`INSERT ${CONVERSATION}`, visitor, id, agent, variant, createdAt, 0);
    },
    findConversation(visitor, id) {
      const [row] = query(`SELECT * FROM conversations ${THAT}`, visitor, id);
      return row ? toConversation(row) : null;
    },
    listConversations(visitor, { agent, limit, after }) {
      let before = Number.MAX_SAFE_INTEGER;
      if (after !== undefined) {
        const [row] = query(`SELECT position FROM conversations ${THAT}`, visitor, after);
        if (!row) return null;
        before = Number(row['position']);
      }
      return query(
        'SELECT * FROM conversations WHERE visitor = ? AND agent = ifnull(?, agent) AND position < ? ORDER BY position DESC LIMIT ?',
        visitor,
        agent ?? null,
        before,
        limit,
      ).map(toConversation);
    },
    removeConversation(visitor, id) {
      transaction(() => {
        query(`DELETE FROM conversations ${THAT}`, visitor, id);
        for (const table of ['sends', 'ratings']) query(`DELETE FROM ${table} ${WITHIN}`, visitor, id);
      });
    },
    addTokens(visitor, id, tokens) {
      query(`UPDATE conversations SET tokens = tokens + ? ${THAT}`, tokens, visitor, id);
    },
    tokensOf: (visitor, id) =>
      Number(query(`SELECT tokens FROM conversations ${THAT}`, visitor, id)[0]?.['tokens'] ?? 0),
    rate(visitor, conversation, message, value) {
      return transaction(() => {
        const key = [visitor, conversation, message];
        const [before] = query(`DELETE FROM ratings ${WITHIN} AND message = ? RETURNING value`, ...key);
        if (value !== null) query('INSERT INTO ratings VALUES (?, ?, ?, ?)', ...key, value);
        return (before?.['value'] as Rating | undefined) ?? null;
      });
    },
    handOver(visitor, heir) {
      return transaction(() => {
        query('INSERT OR IGNORE INTO heirs VALUES (?, ?)', visitor, heir);
        if (query('SELECT 1 FROM heirs WHERE visitor = ? AND heir = ?', visitor, heir).length === 0) return null;
        return query(
          'SELECT * FROM conversations WHERE visitor = ? ORDER BY position LIMIT ?',
          visitor,
          BELONGINGS,
        ).map((row) => {
          const conversation = toConversation(row);
          const { id } = conversation;
          const tokens = Number(row['tokens']);
          return { conversation, tokens, sends: sendsIn(visitor, id), ratings: ratingsIn(visitor, id) };
        });
      });
    },
    takeOver(visitor, belongings) {
      transaction(() => {
        for (const { conversation, tokens, sends, ratings } of belongings) {
          const { id, agent, variant, createdAt } = conversation;
          query(`INSERT OR IGNORE ${CONVERSATION}`, visitor, id, agent, variant, createdAt, tokens);
          for (const { message, value } of ratings)
            query('INSERT OR IGNORE INTO ratings VALUES (?, ?, ?, ?)', visitor, id, message, value);
          for (const send of sends) query(`INSERT OR IGNORE ${SEND}`, ...valuesOf(visitor, id, send));
        }
      });
    },
    forgetVisitor(visitor) {
      transaction(() => {
        for (const table of ['conversations', 'sends', 'ratings', 'heirs'])
          query(`DELETE FROM ${table} WHERE visitor = ?`, visitor);
      });
    },
    rememberSend(visitor, conversation, otid, now) {
      return transaction(() => {
        const known = find(visitor, conversation, otid);
        const send: Send = {
          otid,
          sentAt: now,
          state: 'background',
          runId: null,
          previousRun: null,
          mayArriveUntil: 0,
        };
        if (!known) insert(visitor, conversation, send);
        return known;
      });
    },
    findSend: find,
    claimRun(visitor, conversation, run) {
      return transaction(() => {
        const same = find(visitor, conversation, run.otid);
        if (same && same.state !== 'background') return { claimed: false, by: same };
        const [row] = query(`SELECT * FROM sends ${WITHIN} AND state = 'running' LIMIT 1`, visitor, conversation);
        if (row) return { claimed: false, by: toSend(row) };
        insert(visitor, conversation, { ...run, state: 'running', runId: null });
        return { claimed: true };
      });
    },
    updateSend(visitor, conversation, otid, change) {
      transaction(() => {
        const send = find(visitor, conversation, otid);
        if (!send) return;
        const { state, runId, mayArriveUntil } = { ...send, ...change };
        query(
          `UPDATE sends SET state = ?, run_id = ?, may_arrive_until = ? ${OF_SEND}`,
          ...[state, runId, mayArriveUntil, visitor, conversation, otid],
        );
      });
    },
    forgetSend(visitor, conversation, otid) {
      query(`DELETE FROM sends ${OF_SEND}`, visitor, conversation, otid);
    },
    endRuns(visitor, conversation) {
      query(`UPDATE sends SET state = 'ended' ${WITHIN} AND state = 'running'`, visitor, conversation);
    },
    keepOnce(owner, name, value) {
      query('INSERT OR IGNORE INTO kept VALUES (?, ?, ?)', owner, name, value);
      return String(query('SELECT value FROM kept WHERE owner = ? AND name = ?', owner, name)[0]?.['value']);
    },
  };
}

/** Stores of earlier versions have the table without it. */
function addColumn({ query }: Sql, table: string, column: string, type: string): void {
  const there = query(`PRAGMA table_info(${table})`).some(({ name }) => name === column);
  if (!there) query(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
}

const toConversation = (row: Row): OwnedConversation => ({
  id: String(row['id']),
  agent: String(row['agent']),
  variant: nullable(row['variant']),
  createdAt: Number(row['created_at']),
});

const nullable = (value: unknown) => (value === null ? null : String(value));

const toSend = (row: Row): Send => ({
  otid: String(row['otid']),
  sentAt: Number(row['sent_at']),
  state: String(row['state']) as Send['state'],
  runId: nullable(row['run_id']),
  previousRun: nullable(row['previous_run']),
  mayArriveUntil: Number(row['may_arrive_until']),
});
