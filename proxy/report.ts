/** Prints how an agent's variants compare, from the store of the Node entry. */
import { existsSync } from 'node:fs';
import { openTallies, type Tally } from './store/tallies.ts';

export interface ReportOptions {
  /** The file that `STORE_PATH` names. */
  readonly store: string;
  /** How many days back, today included. */
  readonly days: number;
}

/** The table's lines, or the sentence that says why there is none. */
export function report({ store, days }: ReportOptions): readonly string[] {
  if (!existsSync(store)) return [`There is no store at ${store}: give --store, or set STORE_PATH.`];
  const tallies = openTallies(store);
  try {
    const rows = tallies.read(days);
    return rows.length === 0 ? [`Nothing was said in the last ${days} days.`] : [title(days), '', ...table(rows)];
  } finally {
    tallies.close();
  }
}

const title = (days: number) => `The last ${days} ${days === 1 ? 'day' : 'days'} (UTC)`;

const COLUMNS = [
  'agent',
  'variant',
  'conversations',
  'share',
  'messages',
  'tokens',
  'tokens/message',
  'errors/message',
  'good',
  'bad',
];

function table(rows: readonly Tally[]): string[] {
  const begun = new Map<string, number>();
  for (const { agent, conversations } of rows) begun.set(agent, (begun.get(agent) ?? 0) + conversations);
  const cells = [COLUMNS, ...rows.map((row) => cellsOf(row, begun.get(row.agent) ?? 0))];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)));
  return cells.map((line) =>
    line
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}

function cellsOf(tally: Tally, begun: number): string[] {
  const { agent, variant, conversations, messages, tokens, errors, positive, negative } = tally;
  const ratio = (part: number, whole: number, digits: number, sign = '') =>
    whole === 0 ? '–' : `${((sign ? 100 : 1) * (part / whole)).toFixed(digits)}${sign}`;
  return [
    agent,
    variant || '–',
    String(conversations),
    ratio(conversations, begun, 1, ' %'),
    String(messages),
    String(tokens),
    ratio(tokens, messages, 0),
    ratio(errors, messages, 1, ' %'),
    String(positive),
    String(negative),
  ];
}
