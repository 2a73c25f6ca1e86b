/** What a run of the attacks shows: one table, item by item, and what failed. */
import type { Item, Outcome } from './attack.ts';
import type { Kind } from './stage.ts';

/** A row: how many cases on which kind, and what reached Letta. */
export interface Row {
  readonly number: number;
  readonly title: string;
  readonly cases: Readonly<Record<string, number>>;
  readonly reached: string;
}

export function rowOf(item: Item, outcomes: ReadonlyMap<Kind, Outcome>): Row {
  const cases = Object.fromEntries([...outcomes].map(([kind, { tried }]) => [kind, tried]));
  const first = [...outcomes.values()].at(-1);
  return { number: item.number, title: item.title, cases, reached: describeReached(first?.reached ?? new Map()) };
}

/** `nothing`, or the allowed calls with their numbers, the most frequent first. */
function describeReached(reached: ReadonlyMap<string, number>): string {
  if (reached.size === 0) return 'nothing';
  const calls = [...reached].sort(([, a], [, b]) => b - a);
  const total = calls.reduce((sum, [, count]) => sum + count, 0);
  const shown = calls.slice(0, 3).map(([call, count]) => `${count} × ${call.replace('/v1', '')}`);
  return `${total}, all allowed: ${shown.join(', ')}${calls.length > 3 ? ', …' : ''}`;
}

export function table(rows: readonly Row[], kinds: readonly string[]): string {
  const lines = rows.map(({ number, title, cases, reached }) => [
    String(number),
    title,
    ...kinds.map((kind) => String(cases[kind] ?? '–')),
    reached,
  ]);
  const all = [['#', 'attack', ...kinds, 'what reached Letta'], ...lines];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((line) => line[column]!.length)));
  return all
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
