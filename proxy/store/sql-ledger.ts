/** The ledger in SQL, beside `sql.ts` in the same database. */
import {
  ASKED_AFTER,
  CHARGE_OVERDUE,
  CHARGES_KEPT,
  type Charge,
  type ChargeKey,
  dayOf,
  drain,
  type Ledger,
  type Reserved,
  settled,
} from './ledger.ts';
import type { Sql } from './sql.ts';

/** Types of columns, for both files' tables. */
export const TEXT = 'TEXT NOT NULL';
export const INTEGER = 'INTEGER NOT NULL';

const TABLES = [
  `TABLE IF NOT EXISTS rates (account ${TEXT}, kind ${TEXT}, drained REAL NOT NULL, PRIMARY KEY (account, kind))`,
  'INDEX IF NOT EXISTS rates_drained ON rates (drained)',
  `TABLE IF NOT EXISTS spent (account ${TEXT}, day ${INTEGER}, tokens ${INTEGER}, PRIMARY KEY (account, day))`,
  `TABLE IF NOT EXISTS charges (account ${TEXT}, visitor ${TEXT}, conversation ${TEXT}, otid ${TEXT}, at ${INTEGER}, asked_at ${INTEGER}, tokens ${INTEGER}, state ${TEXT}, run_id TEXT, PRIMARY KEY (account, visitor, conversation, otid))`,
  'INDEX IF NOT EXISTS charges_state ON charges (account, state, asked_at)',
];

const KEY = 'account = ? AND visitor = ? AND conversation = ? AND otid = ?';
const OF_CHARGE = `WHERE ${KEY}`;
const OPEN = "FROM charges WHERE account = ? AND state = 'open'";

/** The functions of `Ledger`, synchronous. */
export type SyncLedger = {
  [Name in keyof Ledger]: (...values: Parameters<Ledger[Name]>) => Awaited<ReturnType<Ledger[Name]>>;
};

export function createSqlLedger({ query, transaction }: Sql): SyncLedger {
  for (const what of TABLES) query(`CREATE ${what}`);

  const keyOf = (account: string, { visitor, conversation, otid }: ChargeKey) =>
    [account, visitor, conversation, otid] as const;

  function find(account: string, key: ChargeKey): Charge | null {
    const [row] = query(`SELECT * FROM charges ${OF_CHARGE}`, ...keyOf(account, key));
    return row ? toCharge(row) : null;
  }

  function spend(account: string, at: number, tokens: number): void {
    query(
      'INSERT INTO spent VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET tokens = tokens + excluded.tokens',
      ...[account, dayOf(at), tokens],
    );
  }

  const spentOn = (account: string, at: number) =>
    Number(query('SELECT tokens FROM spent WHERE account = ? AND day = ?', account, dayOf(at))[0]?.['tokens'] ?? 0);

  const drainedAt = (account: string, kind: string) =>
    Number(query('SELECT drained FROM rates WHERE account = ? AND kind = ?', account, kind)[0]?.['drained'] ?? 0);

  function setDrained(account: string, kind: string, drained: number, now: number): void {
    query('DELETE FROM rates WHERE drained <= ?', now);
    if (drained > now) query('INSERT OR REPLACE INTO rates VALUES (?, ?, ?)', account, kind, drained);
  }

  function forgetOld(account: string, now: number): void {
    query("DELETE FROM charges WHERE account = ? AND state <> 'open' AND at <= ?", account, now - CHARGES_KEPT);
    query('DELETE FROM spent WHERE account = ? AND day < ?', account, dayOf(now) - 1);
  }

  /** Overdue ones, and what is open in the same conversation before anything else is sent there. */
  function askAfter(account: string, { conversation, otid, at }: ChargeKey & { at: number }): ChargeKey[] {
    const rows = query(
      `SELECT * ${OPEN} AND otid <> ? AND (asked_at <= ? OR (conversation = ? AND run_id IS NULL)) ORDER BY conversation = ? DESC, asked_at LIMIT ?`,
      ...[account, otid, at - CHARGE_OVERDUE, conversation, conversation, ASKED_AFTER],
    ).map(toCharge);
    for (const row of rows) {
      query(`UPDATE charges SET asked_at = ? ${OF_CHARGE}`, at, ...keyOf(account, row));
    }
    return rows;
  }

  return {
    take(account, kind, perMinute, now) {
      return transaction(() => {
        const { wait, drained } = drain(drainedAt(account, kind), perMinute, now);
        if (wait === 0) setDrained(account, kind, drained, now);
        return wait;
      });
    },
    reserve(account, charge, { tokens, open, perMinute }) {
      return transaction((): Reserved => {
        const { at } = charge;
        forgetOld(account, at);
        const known = find(account, charge);
        if (known) return { outcome: 'known', state: known.state };
        if (tokens > 0 && spentOn(account, at) + charge.tokens > tokens) return { outcome: 'exhausted' };
        const unsettled = open > 0 ? query(`SELECT * ${OPEN}`, account).map(toCharge) : [];
        if (open > 0 && unsettled.length >= open) return { outcome: 'too_many', unsettled };
        const { wait, drained } = drain(drainedAt(account, 'charges'), perMinute, at);
        if (wait > 0) return { outcome: 'too_fast', wait };
        setDrained(account, 'charges', drained, at);
        spend(account, at, charge.tokens);
        query(
          "INSERT INTO charges VALUES (?, ?, ?, ?, ?, ?, ?, 'open', NULL)",
          ...[...keyOf(account, charge), at, at, charge.tokens],
        );
        return { outcome: 'granted', unsettled: askAfter(account, charge) };
      });
    },
    findCharge: find,
    noteRun(account, key, runId) {
      return transaction(() => {
        const [other] = query(
          `SELECT 1 FROM charges WHERE account = ? AND run_id = ? AND NOT (${KEY})`,
          ...[account, runId, ...keyOf(account, key)],
        );
        if (other) return false;
        query(`UPDATE charges SET run_id = ? ${OF_CHARGE} AND run_id IS NULL`, runId, ...keyOf(account, key));
        return true;
      });
    },
    settle(account, key, runId, tokens) {
      return transaction(() => {
        const charge = find(account, key);
        const outcome = charge && settled(charge, runId, tokens);
        if (!outcome) return false;
        spend(account, charge.at, outcome.tokens - charge.tokens);
        query(
          `UPDATE charges SET tokens = ?, state = ?, run_id = ? ${OF_CHARGE}`,
          ...[outcome.tokens, outcome.state, outcome.runId, ...keyOf(account, key)],
        );
        return true;
      });
    },
    release(account, key) {
      return transaction(() => {
        const charge = find(account, key);
        if (charge?.state !== 'open' || charge.runId !== null) return false;
        query(`DELETE FROM charges ${OF_CHARGE}`, ...keyOf(account, key));
        spend(account, charge.at, -charge.tokens);
        return true;
      });
    },
  };
}

const toCharge = (row: Record<string, unknown>): Charge => ({
  visitor: String(row['visitor']),
  conversation: String(row['conversation']),
  otid: String(row['otid']),
  at: Number(row['at']),
  tokens: Number(row['tokens']),
  state: String(row['state']) as Charge['state'],
  runId: row['run_id'] === null ? null : String(row['run_id']),
});
