/**
 * What agents and their variants did, day by day, in the Node entry's SQLite file: a meter adds to it, the report reads it.
 * Sums only, nothing of any visitor. On Workers, Analytics Engine has the same figures.
 */
import type { Meter, RequestLine } from '../observe.ts';
import type { Rating } from '../protocol.ts';
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
  /** Replies that visitors have called good, and bad: each visitor's last word counts, on the day it was said. */
  readonly positive: number;
  readonly negative: number;
}

export interface Tallies extends Meter {
  /** The sums of the last so many days (UTC), today included. */
  read(days: number): Tally[];
  close(): void;
}

const TABLE = `CREATE TABLE IF NOT EXISTS tallies (
  day TEXT NOT NULL, agent TEXT NOT NULL, variant TEXT NOT NULL,
  conversations INTEGER NOT NULL, messages INTEGER NOT NULL, tokens INTEGER NOT NULL, errors INTEGER NOT NULL,
  positive INTEGER NOT NULL DEFAULT 0, negative INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (day, agent, variant))`;

const ADD = `INSERT INTO tallies VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (day, agent, variant) DO UPDATE SET
  conversations = conversations + excluded.conversations, messages = messages + excluded.messages,
  tokens = tokens + excluded.tokens, errors = errors + excluded.errors, positive = positive + excluded.positive, negative = negative + excluded.negative`;

const SUM = `SELECT agent, variant, sum(conversations) conversations, sum(messages) messages, sum(tokens) tokens,
  sum(errors) errors, sum(positive) positive, sum(negative) negative FROM tallies WHERE day > ? GROUP BY agent, variant ORDER BY agent, variant`;

const DAY = 24 * 3_600_000;

/** @throws when the file cannot be opened. */
export function openTallies(path: string, now: () => number = Date.now): Tallies {
  const database = openDatabase(path);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000; ${TABLE}`);
  // Stores of earlier versions have the table without these.
  const columns = database.prepare('PRAGMA table_info(tallies)').all();
  for (const column of ['positive', 'negative'])
    if (!columns.some(({ name }) => name === column))
      database.exec(`ALTER TABLE tallies ADD COLUMN ${column} INTEGER NOT NULL DEFAULT 0`);
  const add = database.prepare(ADD);
  const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
  return {
    ended(line) {
      const done = whatWasDone(line);
      const { conversations, messages, tokens, errors, positive, negative } = done;
      if (Object.values(done).every((count) => count === 0)) return;
      const counts = [conversations, messages, tokens, errors, positive, negative];
      add.run(dayOf(now()), line.agent ?? '', line.variant ?? '', ...counts);
    },
    read: (days) => database.prepare(SUM).all(dayOf(now() - days * DAY)) as unknown as Tally[],
    close: () => database.close(),
  };
}

/** What a request adds to its agent's figures. Errors that the visitor made are none of the agent's. */
export function whatWasDone(line: RequestLine) {
  const { agent, route, method, status, code, fresh, tokens = 0 } = line;
  if (agent === undefined || method !== 'POST') return NOTHING;
  return {
    conversations: status === 200 && /\/(conversations|fork)$/.test(route) ? 1 : 0,
    messages: fresh ? 1 : 0,
    tokens,
    errors: status >= 500 || (status === 200 && code !== undefined) ? 1 : 0,
    positive: change(line, 'positive'),
    negative: change(line, 'negative'),
  };
}

const NOTHING = { conversations: 0, messages: 0, tokens: 0, errors: 0, positive: 0, negative: 0 };

/** A changed mind takes one away. */
const change = ({ feedback, feedback_before }: RequestLine, value: Rating): number =>
  Number(feedback === value) - Number(feedback_before === value);
