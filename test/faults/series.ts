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
  /** How many faults must have happened at least; with fewer the point has not tried what it says. */
  readonly faults: number;
  /** The proxy is stopped and started again, its store a file, when the first fault has happened. */
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
const NAMES: Readonly<Record<Leg, string>> = { client: 'widget ← proxy', letta: 'proxy ← Letta' };

type MakeTrial = (at: number, random: Random) => Trial;

/** All series for one mode. `samples` bounds the series that draw their points instead of trying every one. */
export function seriesOf(mode: Mode, measure: Measure, seed: string, samples: number): Series[] {
  const few = Math.ceil(samples / 8);
  const series = (short: string, about: string, points: number, make: MakeTrial): Series => {
    const name = mode === 'background' ? short : `${short}-foreground`;
    return { name, mode, about, points, trial: (at) => make(at, randomOf(`${seed} ${name} ${at}`)) };
  };
  const onEachLeg = (short: string, about: string, points: (leg: Leg) => number, make: (leg: Leg) => MakeTrial) =>
    LEGS.map((leg) => {
      const name = short === '' ? leg : `${leg}-${short}`;
      return series(name, `${NAMES[leg]}: ${about}`, points(leg), make(leg));
    });
  return [
    ...onEachLeg(
      '',
      'every stream cut at that byte',
      (leg) => longest(measure[leg]) + 1,
      (leg) => (at, random) => cutEach(leg, measure[leg], () => at, random),
    ),
    ...onEachLeg(
      'answers',
      'one answer lost, refused or replaced',
      (leg) => measure[leg].length * LOSSES.length,
      (leg) => (at) => loseAnswer(leg, measure[leg], Math.floor(at / LOSSES.length), LOSSES[at % LOSSES.length]),
    ),
    ...onEachLeg(
      'double',
      'every stream cut somewhere, and what follows too',
      () => samples,
      (leg) => (_, random) => cutTwice(leg, measure[leg], random),
    ),
    ...onEachLeg(
      'stall',
      'a stream falls silent for ever',
      () => few,
      (leg) => (_, random) => stallOne(leg, measure[leg], random),
    ),
    ...onEachLeg(
      'bytes',
      'every answer byte by byte',
      () => 1,
      (leg) => () => ({
        plans: { [leg]: () => ({ kind: 'split', at: 'every byte' }) },
        faults: lengthsOf(measure[leg]).length,
      }),
    ),
    series('both', 'every stream cut somewhere on both lines', samples, (_, random) => cutBoth(measure, random)),
    series('restart', 'the proxy restarted in the middle of a stream', few, (_, random) => ({
      ...stallOne('client', measure.client, random),
      restart: true,
    })),
  ];
}

const HTML = '<html><body><h1>502 Bad Gateway</h1></body></html>';

/** What can happen to any request: nothing arrived, or it arrived and nobody knows. */
const LOSSES: readonly Fault[] = [
  { kind: 'refuse' },
  { kind: 'lose', how: 'reset' },
  { kind: 'lose', how: 'fin', after: 30 },
  { kind: 'answer', status: 502, body: HTML },
  { kind: 'answer', status: 502, body: HTML, forward: true },
];

type Request = Pick<Exchange, 'method' | 'path'>;

/** A message on its way, answered by a stream. */
const isSend = ({ method, path }: Request): boolean => method === 'POST' && path.endsWith('/messages');

/** The request to go on with a stream. */
const isResume = ({ method, path }: Request): boolean => method === 'POST' && path.endsWith('/stream');

export const isStream = (request: Request): boolean => isSend(request) || isResume(request);

const lengthsOf = (measured: readonly Measured[]): number[] => measured.filter(isSend).map(({ length }) => length);

/** Behind the last byte the end of the body itself can still be lost. */
const longest = (measured: readonly Measured[]): number => Math.max(...lengthsOf(measured));

const someEnding = (random: Random) => oneOf(random, ['fin', 'reset', 'end'] as const);

/** Cuts the answer to every send that is long enough; what follows the cut is spared. */
function cutEach(leg: Leg, measured: readonly Measured[], offsetIn: (length: number) => number, random: Random): Trial {
  const faults = lengthsOf(measured).map((length): Fault | undefined => {
    const after = offsetIn(length);
    const how = someEnding(random);
    return after <= length ? { kind: 'cut', after, how } : undefined;
  });
  return { plans: { [leg]: numbered(isSend, (nth) => faults[nth]) }, faults: faults.filter(Boolean).length };
}

const somewhere = (random: Random) => (length: number) => below(random, length + 1);

/** The first attempt to go on after each cut goes wrong as well. */
function cutTwice(leg: Leg, measured: readonly Measured[], random: Random): Trial {
  const { plans, faults } = cutEach(leg, measured, somewhere(random), random);
  const sends = plans[leg];
  let spoil = false;
  const plan: Plan = (exchange, nth) => {
    const again = spoil && isResume(exchange);
    if (isStream(exchange)) spoil = isSend(exchange);
    return again ? someFault(random) : sends?.(exchange, nth);
  };
  return { plans: { [leg]: plan }, faults };
}

const someFault = (random: Random): Fault =>
  oneOf(random, [{ kind: 'cut', after: below(random, 400), how: someEnding(random) }, ...LOSSES] as const);

function cutBoth(measure: Measure, random: Random): Trial {
  const [client, letta] = LEGS.map((leg) => cutEach(leg, measure[leg], somewhere(random), random));
  // A cut of one line may spare the other one its own: a resumed stream is a shorter one.
  return { plans: { ...client?.plans, ...letta?.plans }, faults: 1 };
}

function stallOne(leg: Leg, measured: readonly Measured[], random: Random): Trial {
  const lengths = lengthsOf(measured);
  const wanted = below(random, lengths.length);
  const after = below(random, lengths[wanted] ?? 0);
  const fault: Fault = { kind: 'stall', after, released: new Promise<never>(() => undefined) };
  return { plans: { [leg]: numbered(isSend, (nth) => (nth === wanted ? fault : undefined)) }, faults: 1 };
}

function loseAnswer(leg: Leg, measured: readonly Measured[], wanted: number, fault: Fault | undefined): Trial {
  const plan = numbered(
    () => true,
    (nth) => (nth === wanted ? fault : undefined),
  );
  // Now and then something has to be asked twice, so the last of the requests that were measured need not come.
  return { plans: { [leg]: plan }, faults: wanted < measured.length - 1 ? 1 : 0 };
}

/** A plan for some of the exchanges only, numbered among themselves. */
function numbered(some: (exchange: Request) => boolean, faultOf: (nth: number) => Fault | undefined): Plan {
  let nth = 0;
  return (exchange) => (some(exchange) ? faultOf(nth++) : undefined);
}
