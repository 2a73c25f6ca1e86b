/** From the outbox to an open line: making the conversation, sending, and what a refusal leads to. */
import { backoff } from './backoff.ts';
import { askHistory } from './ending.ts';
import type { EventOf, Step } from './events.ts';
import { chain, step } from './events.ts';
import { PATIENCE, problemOf, verdictOn } from './failures.ts';
import { pump, putBack } from './outbox.ts';
import { forgotten, readPage } from './reading.ts';
import { settle } from './settle.ts';
import type { Job, Run, State } from './state.ts';
import { IDLE, newRun } from './state.ts';
import { titleOf } from './summary.ts';
import { resume, waitForLine } from './turn.ts';

type Failed = EventOf<'requestFailed'>;

export function conversationCreated(state: State, event: EventOf<'conversationCreated'>): Step {
  if (state.turn.phase !== 'creating') return step(state);
  const title = titleOf(state.outbox[0]?.entry?.text ?? '') || null;
  const made = { id: event.id, agent: state.agent?.name ?? '', title, date: event.now };
  const conversations = [made, ...state.conversations];
  return pump({ ...state, conversation: event.id, conversations, turn: IDLE, problem: null });
}

/** The conversation could not be made: its first message is treated as if it had been refused itself. */
export function creatingFailed(state: State, event: Failed): Step {
  const [job, ...outbox] = state.outbox;
  if (!job) return step({ ...state, turn: IDLE });
  return sendFailed({ ...state, outbox }, newRun(job), event);
}

export function sendFailed(state: State, run: Run, event: Failed): Step {
  const { job } = run;
  if (!job) return step({ ...state, turn: IDLE });
  switch (verdictOn(event.failure)) {
    case 'refused':
      return refuse(state, run, event);
    case 'unheard':
      return pause(state, { ...job, tries: job.tries + 1 }, event, null);
    case 'later':
      return pause(state, job, event, event.failure.retryAfter ?? backoff(PATIENCE, event.random));
    case 'broken':
      if (job.faults + 1 >= PATIENCE) return refuse(state, run, event);
      return pause(
        state,
        { ...job, tries: job.tries + 1, faults: job.faults + 1 },
        event,
        event.failure.retryAfter ?? null,
      );
    case 'busy':
      return lookOn(state, { ...job, tries: job.tries + 1 }, event.random);
    case 'blocked':
      return unblock(state, run, job, event);
    case 'done':
      return askHistory(state, { ...run, accepted: true }, 0);
    case 'gone':
      return moveOn(state, run, job, event);
  }
}

/** Back into the outbox, which waits. `delay` is what the proxy asked for; without one the line may come back sooner. */
function pause(state: State, job: Job, event: Failed, delay: number | null): Step {
  const ticket = state.tickets + 1;
  const problem = problemOf(event.failure, event.now);
  const until = delay === null ? null : event.now + delay;
  const entry = job.entry && { ...job.entry, problem };
  return step(
    {
      ...state,
      tickets: ticket,
      outbox: putBack(state, { ...job, entry }),
      turn: { phase: 'paused', ticket, problem, until },
    },
    { type: 'wait', ticket, milliseconds: delay ?? backoff(job.tries, event.random) },
  );
}

function refuse(state: State, run: Run, event: Failed): Step {
  const problem = problemOf(event.failure, event.now);
  return pump({ ...state, transcript: settle(state.transcript, run, { kind: 'failed', problem }), turn: IDLE });
}

/** Another device's run is active: follow it; one's own message goes when it has ended. Not in a hurry the second time. */
function lookOn(state: State, job: Job, random: number): Step {
  const waiting = { ...state, outbox: putBack(state, job) };
  return job.tries === 1
    ? resume(waiting, newRun(null))
    : waitForLine(waiting, newRun(null), backoff(job.tries, random));
}

/** The history shows the call that waits for its answer; the answer then goes first. */
function unblock(state: State, run: Run, job: Job, event: EventOf<'requestFailed'>): Step {
  if (job.faults + 1 >= PATIENCE) return refuse(state, run, event);
  const tried = { ...job, tries: job.tries + 1, faults: job.faults + 1 };
  return chain(pause(state, tried, event, null), (paused) => readPage({ ...paused, reading: null }, null));
}

/** The words stay; they begin a new conversation, once. */
function moveOn(state: State, run: Run, job: Job, event: Failed): Step {
  if (job.moved || state.conversation === null || !job.entry) return refuse(state, run, event);
  return pump({ ...forgotten(state), outbox: putBack(state, { ...job, moved: true }), turn: IDLE });
}

/**
 * Letta says only in the stream that a tool call waits. That run has failed, and its `otid` would only play the failure
 * back: the message goes under a new one.
 */
export function blockedInStream(state: State, run: Run, event: EventOf<'eventReceived'>): Step {
  const { otid } = event;
  const entry = run.job?.entry;
  const job = run.job && { ...run.job, otid, entry: entry ? { ...entry, id: otid, turn: otid } : null };
  const failure = { code: 'approval_pending' } as const;
  const blocked = sendFailed(state, newRun(job), { ...event, type: 'requestFailed', failure });
  return { ...blocked, effects: [{ type: 'closeStream' }, ...blocked.effects] };
}
