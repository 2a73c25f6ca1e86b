/**
 * The fault bench: one conversation, tried again and again, each time with another fault. It measures the conversation
 * without faults first, picks the points of its share, and runs them on a few lanes at once. Printing is run.ts's.
 */
import { createLane, type Lane } from './lane.ts';
import { type Letta, startSimulator } from './letta.ts';
import { randomOf } from './random.ts';
import { type Mode, type Series, seriesOf } from './series.ts';
import { measureUncut, runTrial, type Uncut, type Verdict } from './trial.ts';

export interface BenchOptions {
  readonly seed: string;
  readonly modes: readonly Mode[];
  /** Try one point of so many in the series that try all; 1 for every one. */
  readonly every: number;
  /** How many points of a series are tried at least, if it has so many: no kind of fault is thinned out. */
  readonly handful: number;
  /** How many points the series draw that cannot try all. */
  readonly samples: number;
  /** By how much every wait of client and proxy is shortened. */
  readonly haste: number;
  /** Conversations at the same time in one process. */
  readonly lanes: number;
  /** This process's share: every `shards`-th point from `shard` on. */
  readonly shard: number;
  readonly shards: number;
  /** Only series of these names. Default: all. */
  readonly series?: readonly string[];
  /** Only this point of each. */
  readonly at?: number;
}

export type Report =
  | { readonly kind: 'series'; readonly series: string; readonly about: string; readonly points: number }
  | ({ readonly kind: 'point'; readonly series: string; readonly at: number } & Verdict);

/** Starts the Letta that a mode needs; the suite against a real server hands in its own. */
export type StartLetta = (mode: Mode) => Promise<Letta>;

/** Runs this process's share and reports each series and each point. Everything it starts has ended when it resolves. */
export async function runBench(
  options: BenchOptions,
  report: (report: Report) => void,
  startLetta: StartLetta = startSimulator,
): Promise<void> {
  for (const mode of options.modes) {
    const letta = await startLetta(mode);
    try {
      await runMode(mode, letta, options, report);
    } finally {
      await letta.close();
    }
  }
}

async function runMode(
  mode: Mode,
  letta: Letta,
  options: BenchOptions,
  report: (report: Report) => void,
): Promise<void> {
  const lanes = await Promise.all(Array.from({ length: options.lanes }, () => createLane(mode, letta, options.haste)));
  try {
    const uncut = await measureUncut(lanes[0]!);
    const chosen = seriesOf(mode, uncut.measure, options.seed, options.samples).filter(
      ({ name }) => options.series?.includes(name) ?? true,
    );
    for (const { name, about, points } of chosen) report({ kind: 'series', series: name, about, points });
    const queue = pointsOf(chosen, options);
    await Promise.all(lanes.map((lane) => workOff(queue, lane, uncut, report)));
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
}

interface Point {
  readonly series: Series;
  readonly at: number;
}

function pointsOf(
  chosen: readonly Series[],
  { every, handful, seed, shard, shards, at }: BenchOptions,
): Iterator<Point> {
  const all = chosen.flatMap((series) => {
    const step = Math.max(1, Math.min(every, Math.floor(series.points / handful)));
    const first = Math.floor(randomOf(`${seed} ${series.name}`)() * step);
    const points = Array.from(
      { length: Math.ceil((series.points - first) / step) },
      (_, index) => first + index * step,
    );
    return (at === undefined ? points : [at]).map((point) => ({ series, at: point }));
  });
  return all.filter((_, index) => index % shards === shard).values();
}

async function workOff(
  queue: Iterator<Point>,
  lane: Lane,
  uncut: Uncut,
  report: (report: Report) => void,
): Promise<void> {
  for (let next = queue.next(); !next.done; next = queue.next()) {
    const { series, at } = next.value;
    const verdict = await runTrial(lane, series.trial(at), uncut);
    report({ kind: 'point', series: series.name, at, ...verdict });
  }
}
