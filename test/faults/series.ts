/**
 * The series of the fault bench: which faults there are to try, numbered, so that every point can be named and run again
 * alone. A point is turned into the plans of the two relays; running and judging it is trial.ts's.
 */

import type { Exchange, Fault } from './faulty-answer.ts';
import { below, oneOf, type Random, randomOf } from './random.ts';
import type { Plan } from './relay.ts';

/** `background`: Letta with Redis, its streams can be resumed. `foreground`: without. */
export type Mode = 'background' | 'foreground';
/** `client`: between widget and proxy. `letta`: between proxy and Letta. */
export type Leg = 'client' | 'letta';

/** What an uncut conversation looks like on one leg, in order. */
export interface Measured {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Bytes of the answer's body. */
  readonly length: number;
}

export type Measure = Readonly<Record<Leg, readonly Measured[]>>;

/** What goes wrong in one run of the conversation. */
export interface Trial {
  readonly plans: Partial<Readonly<Record<Leg, Plan>>>;
  /** The legs on which a fault must have happened; otherwise the point has tried nothing. */
  readonly expect: readonly Leg[];
  /** The proxy is stopped and started again, with the store kept, when the relay's first fault has happened. */
  readonly restart?: boolean;
}

export interface Series {
  /** Names the series in reports and in `--only`. */
  readonly name: string;
  readonly mode: Mode;
  /** What it tries, for the report. */
  readonly about: string;
  readonly points: number;
  trial(at: number): Trial;
}

const LEGS: readonly Leg[] = ['client', 'letta'];

/** All series for one mode. `samples` bounds the series that draw their points instead of trying every one. */
export function seriesOf(mode: Mode, measure: Measure, seed: string, samples = 200): Series[] {
  const suffix = mode === 'background' ? '' : '-foreground';
  const series = (
    name: string,
    about: string,
    points: number,
    trial: (at: number, random: Random) => Trial,
  ): Series => ({
    name: name + suffix,
    mode,
    about,
    points,
    trial: (at) => trial(at, randomOf(`${seed} ${name}${suffix} ${at}`)),
  });
  return [
    ...LEGS.map((leg) => {
      const bytes = streamBytes(measure[leg]);
      return series(leg, `${NAMES[leg]}: the stream cut at every byte`, bytes, (at, random) =>
        cutAt(leg, measure[leg], at, oneOf(random, ['fin', 'reset', 'end'] as const)),
      );
    }),
    ...LEGS.map((leg) =>
      series(
        `${leg}-answers`,
        `${NAMES[leg]}: each answer lost, refused or replaced`,
        measure[leg].length * LOSSES.length,
        (at) => ({
          plans: { [leg]: nthExchange(Math.floor(at / LOSSES.length), LOSSES[at % LOSSES.length]) },
          expect: [leg],
        }),
      ),
    ),
    ...LEGS.map((leg) =>
      series(`${leg}-double`, `${NAMES[leg]}: the stream cut, and what follows cut again`, samples, (_, random) =>
        cutTwice(leg, measure[leg], random),
      ),
    ),
    series('both', 'both lines cut in one conversation', samples, (_, random) => cutBoth(measure, random)),
    ...LEGS.map((leg) =>
      series(
        `${leg}-stall`,
        `${NAMES[leg]}: silence in the middle of the stream, for ever`,
        Math.ceil(samples / 8),
        (_, random) => stallAt(leg, measure[leg], random),
      ),
    ),
    ...LEGS.map((leg) =>
      series(`${leg}-bytes`, `${NAMES[leg]}: every answer byte by byte`, 1, () => ({
        plans: { [leg]: () => ({ kind: 'split', at: 'every byte' }) },
        expect: [leg],
      })),
    ),
    series('restart', 'the proxy restarted in the middle of the stream', Math.ceil(samples / 8), (_, random) => ({
      ...stallAt('client', measure.client, random),
      restart: true,
    })),
  ];
}

const NAMES: Readonly<Record<Leg, string>> = { client: 'widget ← proxy', letta: 'proxy ← Letta' };

const HTML = '<html><body><h1>502 Bad Gateway</h1></body></html>';

/** What can happen to any request: nothing arrived, or it arrived and nobody knows. */
const LOSSES: readonly Fault[] = [
  { kind: 'refuse' },
  { kind: 'lose', how: 'reset' },
  { kind: 'lose', how: 'fin', after: 30 },
  { kind: 'answer', status: 502, body: HTML },
  { kind: 'answer', status: 502, body: HTML, forward: true },
];

/** A send, or the resuming of one: what is answered by a stream. */
export const isStream = ({ method, path }: Pick<Exchange, 'method' | 'path'>): boolean =>
  method === 'POST' && /\/v1\/conversations\/[^/]+\/(messages|stream)$/.test(path);

const streamsOf = (measured: readonly Measured[]): readonly Measured[] => measured.filter(isStream);

/** Offsets 0 to length of each stream: behind the last byte the end of the body itself is lost. */
const streamBytes = (measured: readonly Measured[]): number =>
  streamsOf(measured).reduce((sum, { length }) => sum + length + 1, 0);

/** Which stream of the conversation the point is in, and where in it. */
function placeOf(measured: readonly Measured[], at: number): { nth: number; after: number } {
  let after = at;
  for (const [nth, { length }] of streamsOf(measured).entries()) {
    if (after <= length) return { nth, after };
    after -= length + 1;
  }
  throw new RangeError(`the streams have no byte ${at}`);
}

function cutAt(leg: Leg, measured: readonly Measured[], at: number, how: 'fin' | 'reset' | 'end'): Trial {
  const { nth, after } = placeOf(measured, at);
  return {
    plans: { [leg]: streams((index) => (index === nth ? { kind: 'cut', after, how } : undefined)) },
    expect: [leg],
  };
}

function cutTwice(leg: Leg, measured: readonly Measured[], random: Random): Trial {
  const { nth, after } = placeOf(measured, below(random, streamBytes(measured)));
  const again: Fault = oneOf(random, [
    { kind: 'cut', after: below(random, 400), how: 'fin' },
    { kind: 'cut', after: below(random, 400), how: 'end' },
    ...LOSSES,
  ] as const);
  const how = oneOf(random, ['fin', 'reset', 'end'] as const);
  const plan = streams((index) => {
    if (index === nth) return { kind: 'cut', after, how };
    return index === nth + 1 ? again : undefined;
  });
  return { plans: { [leg]: plan }, expect: [leg] };
}

function cutBoth(measure: Measure, random: Random): Trial {
  const [client, letta] = LEGS.map((leg) => {
    const at = below(random, streamBytes(measure[leg]));
    return cutAt(leg, measure[leg], at, oneOf(random, ['fin', 'reset', 'end'] as const)).plans[leg];
  });
  // The cut of one line may spare the other one its own: a resumed stream is a shorter one.
  return { plans: { ...(client && { client }), ...(letta && { letta }) }, expect: [] };
}

function stallAt(leg: Leg, measured: readonly Measured[], random: Random): Trial {
  const { nth, after } = placeOf(measured, below(random, streamBytes(measured)));
  const released = new Promise<never>(() => undefined);
  return {
    plans: { [leg]: streams((index) => (index === nth ? { kind: 'stall', after, released } : undefined)) },
    expect: [leg],
  };
}

const nthExchange =
  (wanted: number, fault: Fault | undefined): Plan =>
  (_, nth) =>
    nth === wanted ? fault : undefined;

/** A plan for streams only, numbered among themselves. */
function streams(faultOf: (index: number) => Fault | undefined): Plan {
  let index = 0;
  return (exchange) => (isStream(exchange) ? faultOf(index++) : undefined);
}
