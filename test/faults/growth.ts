/** Whether what was counted again and again has grown, and the table of it. What is counted is for the soaks to say. */

/** One line of the table: what was there after so many turns. */
export interface Row {
  readonly turns: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** How much more of a thing there may be in the last row than in the second; the first has the warming up in it. */
export type Bounds = Readonly<Record<string, number>>;

export function describeRow({ turns, counts }: Row): string {
  const columns = Object.entries(counts).map(([name, count]) => `${name} ${describeCount(name, count)}`);
  return `${String(turns).padStart(6)} turns   ${columns.join('   ')}`;
}

/** Prints what has grown beyond its bound. Answers how many things have. */
export function judgeGrowth(rows: readonly Row[], bounds: Bounds): number {
  const before = rows[1];
  const after = rows.at(-1);
  if (!before || !after || before === after) throw new Error('too few turns to compare');
  const problems = Object.keys(after.counts).flatMap((name) => {
    const more = (after.counts[name] ?? 0) - (before.counts[name] ?? 0);
    const bound = bounds[name] ?? 0;
    return more > bound
      ? [`${name} grew by ${describeCount(name, more)}, more than ${describeCount(name, bound)}`]
      : [];
  });
  for (const problem of problems) console.log(`✗ ${problem}`);
  const told = Object.entries(bounds).map(([name, bound]) => `${name} ${describeCount(name, bound)}`);
  if (problems.length === 0) console.log(`Flat between the second and the last line, within: ${told.join(', ')}.`);
  return problems.length;
}

/** Heaps are counted in bytes and told in megabytes. */
function describeCount(name: string, count: number): string {
  return name.endsWith('heap') ? `${(count / 1_000_000).toFixed(1)} MB` : String(count);
}
