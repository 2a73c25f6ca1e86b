/**
 * What agents and their variants did, day by day, in the Node entry's SQLite file: a meter adds to it, the report reads it.
 * Sums only, nothing of any visitor. On Workers, Analytics Engine has the same figures.
 */
import type { Meter, RequestLine } from '../observe.ts';
import { openDatabase } from './node-sqlite.ts';

export interface Tally {
  readonly agent: string;
  /** Empty for an agent without variants. */
  readonly variant: string;
  readonly conversations: number;
  /** Messages of visitors, each once however often it was sent. */
  readonly messages: number;
  /** As Letta counts them. */
  readonly tokens: number;
  /** Messages and replies that ended with an error of Letta's, the model's or the proxy's. */
  readonly errors: number;
}

export interface Tallies extends Meter {
  /** The sums of the last so many days (UTC), today included. */
  read(days: number): Tally[];
  close(): void;
}

const TABLE = `CREATE TABLE IF NOT EXISTS tallies (
  day TEXT NOT NULL, agent TEXT NOT NULL, variant TEXT NOT NULL,
  conversations INTEGER NOT NULL, messages INTEGER NOT NULL, tokens INTEGER NOT NULL, errors INTEGER NOT NULL,
  PRIMARY KEY (day, agent, variant))`;

const ADD = `INSERT INTO tallies VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (day, agent, variant) DO UPDATE SET
  conversations = conversations + excluded.conversations, messages = messages + excluded.messages,
  tokens = tokens + excluded.tokens, errors = errors + excluded.errors`;

const SUM = `SELECT agent, variant, sum(conversations) conversations, sum(messages) messages, sum(tokens) tokens,
  sum(errors) errors FROM tallies WHERE day > ? GROUP BY agent, variant ORDER BY agent, variant`;

const DAY = 24 * 3_600_000;

/** @throws when the file cannot be opened. */
export function openTallies(path: string, now: () => number = Date.now): Tallies {
  const database = openDatabase(path);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000; ${TABLE}`);
  const add = database.prepare(ADD);
  const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
  return {
    ended(line) {
      const { conversations, messages, tokens, errors } = whatWasDone(line);
      if (conversations + messages + tokens + errors === 0) return;
      add.run(dayOf(now()), line.agent ?? '', line.variant ?? '', conversations, messages, tokens, errors);
    },
    read: (days) => database.prepare(SUM).all(dayOf(now() - days * DAY)) as unknown as Tally[],
    close: () => database.close(),
  };
}

/** What a request adds to its agent's figures. Errors that the visitor made are none of the agent's. */
export function whatWasDone({ agent, route, method, status, code, fresh, tokens = 0 }: RequestLine) {
  if (agent === undefined || method !== 'POST') return { conversations: 0, messages: 0, tokens: 0, errors: 0 };
  return {
    conversations: status === 200 && /\/(conversations|fork)$/.test(route) ? 1 : 0,
    messages: fresh ? 1 : 0,
    tokens,
    errors: status >= 500 || (status === 200 && code !== undefined) ? 1 : 0,
  };
}
