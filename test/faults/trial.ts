/**
 * One trial: holds the conversation on a lane whose lines break as planned, and judges it against the uncut one. Equal
 * means: the visitor sees the same, Letta's history has the same, and every message of the visitor's is there once.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { ChatMessage } from '../../widget/core/view.ts';
import { converse, describe, FAILING, SAID } from './conversation.ts';
import type { Exchange } from './faulty-answer.ts';
import type { Lane, Session } from './lane.ts';
import type { LettaLine } from './letta.ts';
import type { Leg, Measure, Measured, Trial } from './series.ts';

/** The conversation without a fault: what every other one must come to. */
export interface Uncut {
  readonly measure: Measure;
  readonly transcript: readonly Line[];
  readonly history: readonly string[];
}

interface Line {
  readonly role: ChatMessage['role'];
  readonly state: ChatMessage['state'];
  readonly text: string;
  readonly code: string | null;
}

/** A conversation that has not settled by then never will (milliseconds). */
const PATIENCE = 60_000;

/** @throws {Error} when the conversation does not even work without faults. */
export async function measureUncut(lane: Lane): Promise<Uncut> {
  const session = await lane.begin({ plans: {}, faults: 0 });
  try {
    await converse(session.client, AbortSignal.timeout(PATIENCE));
    await session.quiet();
    const transcript = transcriptOf(session);
    const history = await lane.letta.history(conversationOf(session));
    if (JSON.stringify(transcript.map(({ text }) => text)) !== JSON.stringify(SAID))
      throw new Error(`the uncut conversation went wrong:\n${describe(session.client.snapshot)}`);
    const problem = doubled(session, history);
    if (problem) throw new Error(problem);
    return { measure: measureOf(session), transcript, history: history.map(textOf) };
  } finally {
    await session.end();
  }
}

export interface Verdict {
  /** What differs from the uncut conversation, in words; `null` when nothing does. */
  readonly problem: string | null;
  /** How many faults have happened. */
  readonly faults: number;
  /** How often the visitor had to press "try again". */
  readonly retries: number;
}

export async function runTrial(lane: Lane, trial: Trial, uncut: Uncut): Promise<Verdict> {
  const session = await lane.begin(trial);
  let retries = 0;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const problem = await attempt(async () => {
      retries = await converse(session.client, signal);
      return judge(session, trial, uncut, lane, signal);
    });
    return { problem: problem && `${problem}\n${evidence(session)}`, faults: faultsIn(session), retries };
  } finally {
    await session.end();
  }
}

/** Whatever goes wrong in a trial is a result of it, and the others go on. */
async function attempt(work: () => Promise<string | null>): Promise<string | null> {
  try {
    return await work();
  } catch (error) {
    return error instanceof Error ? String(error.stack) : String(error);
  }
}

const faultsIn = (session: Session): number =>
  [...session.exchanges('client'), ...session.exchanges('letta')].filter(({ faulted }) => faulted).length;

async function judge(
  session: Session,
  trial: Trial,
  uncut: Uncut,
  lane: Lane,
  signal: AbortSignal,
): Promise<string | null> {
  const faults = faultsIn(session);
  if (lane.letta.steady && faults < trial.faults) return `${faults} faults happened instead of ${trial.faults}`;
  const wrong = firstDifference(transcriptOf(session), uncut.transcript, lane);
  if (wrong) return `the transcript differs: ${wrong}`;
  // Letta writes a reply down when it has ended, which may be after the visitor has seen its end.
  for (;;) {
    const history = await lane.letta.history(conversationOf(session));
    const problem = unequal(history.map(textOf), uncut.history) ?? doubled(session, history);
    if (problem === null || history.length >= uncut.history.length || signal.aborted) return problem;
    await wait(100);
  }
}

function unequal(is: readonly string[], should: readonly string[]): string | null {
  if (JSON.stringify(is) === JSON.stringify(should)) return null;
  return `Letta's history differs:\n${is.join('\n')}\ninstead of\n${should.join('\n')}`;
}

/** Every message that arrived has its otid in Letta's history once; the one whose turn failed has left nothing. */
function doubled({ client }: Session, history: readonly LettaLine[]): string | null {
  const own = client.snapshot.messages.filter(({ role }) => role === 'user');
  for (const [index, { id, text }] of own.entries()) {
    const times = history.filter(({ otid }) => otid === id).length;
    const wanted = index === FAILING ? 0 : 1;
    if (times !== wanted) return `Letta has ${JSON.stringify(text)} (otid ${id}) ${times} times instead of ${wanted}`;
  }
  return null;
}

function firstDifference(is: readonly Line[], should: readonly Line[], lane: Lane): string | null {
  if (lane.mode === 'background') return difference(is, should);
  // Without Redis nobody can replay a reply that failed: of it there is what had come before the cut, or nothing.
  const [partial, ...more] = is.filter(isPartial);
  const whole = should.find(isPartial)?.text ?? '';
  if (more.length > 0 || !whole.startsWith(partial?.text ?? ''))
    return `the failed reply is ${JSON.stringify([partial, ...more])}`;
  return difference(
    is.filter((line) => !isPartial(line)),
    should.filter((line) => !isPartial(line)),
  );
}

const isPartial = ({ role, state }: Line): boolean => role !== 'user' && state === 'failed';

function difference(is: readonly Line[], should: readonly Line[]): string | null {
  const at = should.findIndex((line, index) => JSON.stringify(line) !== JSON.stringify(is[index]));
  if (at >= 0) return `line ${at} is ${JSON.stringify(is[at])} instead of ${JSON.stringify(should[at])}`;
  return is.length > should.length ? `there is ${JSON.stringify(is[should.length])} more` : null;
}

const transcriptOf = ({ client }: Session): Line[] =>
  client.snapshot.messages.map(({ role, state, text, problem }) => ({
    role,
    state,
    text: withoutTime(text),
    code: problem?.code ?? null,
  }));

/** Letta tells the model the time along with a tool's result, and the scripted model repeats what it is told. */
const withoutTime = (text: string): string => text.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [AP]M/g, 'TIME');

const textOf = ({ type, text }: LettaLine): string => `${type}: ${withoutTime(text)}`;

function conversationOf({ client }: Session): string {
  const { conversation } = client.snapshot;
  if (conversation === null) throw new Error('the client has no conversation');
  return conversation;
}

const measureOf = (session: Session): Measure => ({
  client: measured(session, 'client'),
  letta: measured(session, 'letta'),
});

const measured = (session: Session, leg: Leg): Measured[] =>
  session.exchanges(leg).map(({ method, path, status, received }) => ({ method, path, status, length: received }));

/** What the visitor saw in the end, and what went over the lines. */
function evidence(session: Session): string {
  const list = (leg: Leg) => session.exchanges(leg).map((exchange) => `  ${leg}: ${describeExchange(exchange)}`);
  const log = session.log.flatMap(({ level, message, problem }) =>
    level === 'info' ? [] : [`  proxy: ${message}${problem ? ` (${problem})` : ''}`],
  );
  return [describe(session.client.snapshot), ...list('client'), ...list('letta'), ...log].join('\n');
}

const describeExchange = ({ method, path, status, received, faulted, done }: Exchange): string =>
  `${method} ${path} ${status}, ${received} bytes${faulted ? ', FAULT' : ''}${done ? '' : ', open'}`;
