// The bench's table at the terminal, a line as soon as it is measured.

import type { HistoryCost } from './history.ts';
import type { Cost } from './measure.ts';
import type { Run } from './runs.ts';

const columns = [
  ['what', 22, ({ shape, bytes, every }: Row) => `${shape} ${bytes / 1000} kB @${every} ms`],
  ['shown by', 11, ({ product }: Row) => product],
  ['CPU s', 8, ({ cpu }: Row) => cpu.toFixed(2)],
  ['longest ms', 11, ({ longestTask }: Row) => longestTask.toFixed(0)],
  ['by the clock', 13, ({ longestTaskWall }: Row) => longestTaskWall.toFixed(0)],
  ['seconds', 8, ({ duration }: Row) => duration.toFixed(1)],
  ['dropped', 8, ({ dropped }: Row) => String(dropped)],
  ['gap ms', 7, ({ longestGap }: Row) => longestGap.toFixed(0)],
  ['heap MB', 8, ({ heap }: Row) => heap.toFixed(1)],
  ['nodes', 8, ({ nodes }: Row) => String(nodes)],
] as const;

export type Row = Run & Cost & { readonly product: string };

/** Prints rows, under a header when asked. */
export function printTable(rows: readonly Row[], withHeader: boolean): void {
  if (withHeader) console.log(columns.map(([name, width], i) => pad(name, width, i)).join(' '));
  for (const row of rows) console.log(columns.map(([, width, write], i) => pad(write(row), width, i)).join(' '));
}

const historyColumns = [
  ['history', 22, ({ messages }: HistoryCost) => `${messages} messages`],
  ['shown by', 11, ({ product }: HistoryCost) => product],
  ['usable ms', 10, ({ usable }: HistoryCost) => usable.toFixed(0)],
  ['CPU slowed 4x', 14, ({ usableSlowed }: HistoryCost) => usableSlowed.toFixed(0)],
  ['a letter ms', 12, ({ typing }: HistoryCost) => typing.toFixed(1)],
  ['heap MB', 8, ({ heap }: HistoryCost) => heap.toFixed(1)],
  ['nodes', 8, ({ nodes }: HistoryCost) => String(nodes)],
] as const;

/** Prints rows of the second table. */
export function printHistory(rows: readonly HistoryCost[], withHeader: boolean): void {
  if (withHeader) console.log(`\n${historyColumns.map(([name, width], i) => pad(name, width, i)).join(' ')}`);
  for (const row of rows) console.log(historyColumns.map(([, width, write], i) => pad(write(row), width, i)).join(' '));
}

const pad = (text: string, width: number, column: number): string =>
  column < 2 ? text.padEnd(width) : text.padStart(width);
