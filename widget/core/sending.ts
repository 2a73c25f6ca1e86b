/** From the outbox to an open line when something stands in the way: what a refusal leads to. */
import { putBack } from './again.ts';
import { backoff } from './backoff.ts';
import { askHistory } from './ending.ts';
import { chain, type EventOf, enterWait, type Step, step } from './events.ts';
import { delayOf, PATIENCE, verdictOn } from './failures.ts';
import { created, proceed } from './outbox.ts';
import { problemOf } from './problem.ts';
import { forgotten, readPage } from './reading.ts';
import { settle } from './settle.ts';
import { type Job, newRun, type Run, type State } from './state.ts';
import { resume, waitForLine } from './turn.ts';

type Failed = EventOf<'requestFailed'>;

/** One that was there before may have a past. */
export const conversationCreated = (state: State, _: unknown, event: EventOf<'conversationCreated'>): Step =>
  chain(created(state, event), (next) => (event.reused ? readPage(next, null) : step(next)));

/** The conversation could not be made: its first message is treated as if it had been refused itself. */
export function creatingFailed(state: State, _: unknown, event: Failed): Step {
  const [job = null, ...outbox] = state.outbox;
  return sendFailed({ ...state, outbox }, { run: newRun(job) }, event);
}

/** What did not get through waits in the outbox as it was. */
export const sendAgain = (state: State, { run: { job } }: { readonly run: Run }): Step =>
  proceed(job ? putBack(state, job) : state);

export function sendFailed(state: State, { run }: { readonly run: Run }, event: Failed): Step {
  const { job } = run;
  if (!job) return proceed(state);
  const tried = { ...job, tries: job.tries + 1 };
  const broken = { ...tried, faults: job.faults + 1 };
  const { retryAfter = null } = event.failure;
  switch (verdictOn(event.failure)) {
    case 'unheard':
      return pause(state, tried, event, null);
    case 'later':
      return pause(state, job, event, delayOf(PATIENCE, event));
    case 'broken':
      return broken.faults < PATIENCE ? pause(state, broken, event, retryAfter) : refuse(state, run, event);
    case 'busy':
      return lookOn(putBack(state, tried), tried.tries, event.random);
    case 'blocked':
      return broken.faults < PATIENCE ? unblock(state, broken, event) : refuse(state, run, event);
    case 'done':
      return askHistory(state, { run: { ...run, accepted: true }, tries: 0 });
    case 'gone': // the words stay; they begin a new conversation, once; reading may have found it out first
      return job.moved || state.turn.phase === 'creating' || !job.entry
        ? refuse(state, run, event)
        : proceed(putBack(forgotten(state), { ...job, moved: true }));
    default:
      return refuse(state, run, event);
  }
}

/** Back into the outbox, which waits. `delay` is what the proxy asked for; without one the line may come back sooner. */
function pause(state: State, job: Job, event: Failed, delay: number | null): Step {
  const problem = problemOf(event.failure, event.now);
  const until = delay === null ? null : event.now + delay;
  const entry = job.entry && { ...job.entry, problem };
  return enterWait(
    putBack(state, { ...job, entry }),
    { phase: 'paused', problem, until },
    delay ?? backoff(job.tries, event.random),
  );
}

const refuse = (state: State, run: Run, { failure, now }: Failed): Step =>
  proceed(settle(state, run, { state: 'failed', problem: problemOf(failure, now) }));

/** Another device's run is active: follow it; one's own message goes when it has ended. Not in a hurry the second time. */
const lookOn = (state: State, tries: number, random: number): Step =>
  tries === 1 ? resume(state, { run: newRun(null) }) : waitForLine(state, newRun(null), backoff(tries, random));

/** The history shows the call that waits for its answer; the answer then goes first. */
const unblock = (state: State, job: Job, event: Failed): Step =>
  chain(pause(state, job, event, null), (paused) => readPage({ ...paused, reading: null }, null));

/**
 * Letta says only in the stream that a tool call waits. That run has failed, and its `otid` would only play the failure
 * back: the message goes under a new one.
 */
export function blockedInStream(state: State, { job }: Run, event: EventOf<'eventReceived'>): Step {
  const { otid } = event;
  const renamed = job && { ...job, otid, entry: job.entry && { ...job.entry, id: otid, turn: otid } };
  const failure = { code: 'approval_pending' } as const;
  const blocked = sendFailed(state, { run: newRun(renamed) }, { ...event, type: 'requestFailed', failure });
  return { ...blocked, effects: [{ type: 'closeStream' }, ...blocked.effects] };
}
