/** Counts what the bench reports and says it in words; the bench itself prints nothing. */
import type { Report } from './bench.ts';

interface SeriesTally {
  readonly about: string;
  readonly points: number;
  tried: number;
  faults: number;
  retries: number;
  readonly failures: { readonly at: number; readonly problem: string }[];
}

export interface Tally {
  readonly tried: number;
  readonly failed: number;
  /** How often a line was cut, stalled, lost … */
  readonly faults: number;
  /** How often a visitor had to press "try again". */
  readonly retries: number;
  readonly series: ReadonlyMap<string, SeriesTally>;
  take(report: Report): void;
}

export function createTally(): Tally {
  const series = new Map<string, SeriesTally>();
  const sum = (count: (one: SeriesTally) => number) =>
    [...series.values()].reduce((total, one) => total + count(one), 0);
  return {
    series,
    get tried() {
      return sum(({ tried }) => tried);
    },
    get faults() {
      return sum(({ faults }) => faults);
    },
    get retries() {
      return sum(({ retries }) => retries);
    },
    get failed() {
      return sum(({ failures }) => failures.length);
    },
    take(report) {
      if (report.kind === 'series') {
        if (!series.has(report.series)) {
          series.set(report.series, {
            about: report.about,
            points: report.points,
            tried: 0,
            faults: 0,
            retries: 0,
            failures: [],
          });
        }
        return;
      }
      const one = series.get(report.series);
      if (!one) throw new Error(`a point of the unknown series ${report.series}`);
      one.tried += 1;
      one.faults += report.faults;
      one.retries += report.retries;
      if (report.problem !== null) one.failures.push({ at: report.at, problem: report.problem });
    },
  };
}

/** One line a series. */
export function describeSeries({ series }: Tally): string {
  return [...series]
    .map(([name, { about, points, tried, faults, failures }]) => {
      const result = failures.length > 0 ? `${failures.length} failed` : 'all equal';
      const counts = `${tried} of ${points} conversations, ${faults} faults`;
      return `${failures.length > 0 ? '✗' : '✓'} ${name.padEnd(26)} ${counts.padEnd(40)} ${result.padEnd(12)} ${about}`;
    })
    .join('\n');
}

/** What was tried, in all. */
export function describeFaults({ faults, tried, retries }: Tally): string {
  const pressed = retries > 0 ? `, "try again" pressed ${retries} times` : '';
  return `${faults} faults in ${tried} conversations${pressed}`;
}

/** How many failures are told at length; the rest by number. */
const TOLD = 10;

export function describeFailures({ series }: Tally, seed: string): string {
  return [...series]
    .filter(([, { failures }]) => failures.length > 0)
    .map(([name, { failures }]) => {
      const sorted = failures.toSorted((one, other) => one.at - other.at);
      const told = sorted.slice(0, TOLD).map(({ at, problem }) => {
        const command = `npm run test:faults -- --seed ${seed} --only ${name}:${at}`;
        return `  ${command}\n${problem.replaceAll(/^/gm, '      ')}`;
      });
      return [`${name} failed at ${sorted.map(({ at }) => at).join(' ')}`, ...told].join('\n');
    })
    .join('\n\n');
}
