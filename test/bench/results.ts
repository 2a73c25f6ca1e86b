// The bench's results as they lie in results.json: one row a measurement. What is not measured this time stays as it was.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../tools/root.ts';
import type { HistoryCost } from './history.ts';
import type { Cost } from './measure.ts';
import type { ProxyCost } from './proxy.ts';
import type { Product, Run } from './runs.ts';

export type ReplyRow = Run & Cost & { readonly plan: 'replies' | 'shapes'; readonly product: Product };
export type HistoryRow = HistoryCost & { readonly plan: 'history' };
export type ProxyRow = ProxyCost & { readonly plan: 'proxy' };
export type ResultRow = ReplyRow | HistoryRow | ProxyRow;

export interface Results {
  /** Processors of the machine that it was measured on. */
  readonly machine: string;
  readonly rows: ResultRow[];
}

const file = join(root, 'test', 'bench', 'results.json');

/** What was measured last. */
export function readResults(): Results {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { machine: 'unknown', rows: [] };
}

/** Takes the place of earlier rows of the same plan; deep-chat's longest, which few runs measure, stay. */
export function writeResults({ machine, rows }: Results): void {
  const isSame = (one: ResultRow, other: ResultRow) => keyOf(one) === keyOf(other);
  const measured = new Set(rows.map(({ plan }) => plan));
  const kept = readResults().rows.filter(
    (row) =>
      !rows.some((other) => isSame(row, other)) &&
      (!measured.has(row.plan) || ('product' in row && row.product === 'deep-chat')),
  );
  writeFileSync(file, `${JSON.stringify({ machine, rows: [...kept, ...rows] }, null, 1)}\n`);
}

function keyOf(row: ResultRow): string {
  if (row.plan === 'proxy') return `proxy ${row.runtime}`;
  if (row.plan === 'history') return `history ${row.product} ${row.messages}`;
  return `${row.plan} ${row.product} ${row.shape} ${row.bytes} ${row.every}`;
}
