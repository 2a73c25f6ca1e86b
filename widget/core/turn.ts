/** A run of the agent from the open line to its end: events, a lost line, resuming, and asking the history how it ended. */
import type { StopReason } from '../../proxy/protocol.ts';
import { answer } from './approvals.ts';
import { backoff } from './backoff.ts';
import { askHistory } from './ending.ts';
import type { Event, EventOf, Step } from './events.ts';
import { chain, step } from './events.ts';
import { PATIENCE, verdictOn } from './failures.ts';
import { pump } from './outbox.ts';
import { applyEvent } from './parts.ts';
import { readPage } from './reading.ts';
import type { Outcome } from './settle.ts';
import { settle } from './settle.ts';
import type { Job, Run, State, Turn } from './state.ts';
import { IDLE, newRun } from './state.ts';

/** How long a finished stream may take to run out before the next message goes (milliseconds). */
const RUN_OUT = 2000;

type Open = Extract<Turn, { phase: 'sending' | 'resuming' | 'streaming' }>;

export function streamOpened(state: State, { ticket, run }: Open): Step {
  const { job } = run;
  // Somebody else's run is always read from its beginning, for nothing says that it is still the same one.
  const opened: Run = job ? { ...run, accepted: true, job: arrived(job) } : { ...newRun(null), tries: run.tries };
  return step({ ...state, problem: null, turn: { phase: 'streaming', ticket, run: opened } });
}

function arrived(job: Job): Job {
  if (!job.entry) return job;
  const { problem: _, ...entry } = job.entry;
  return { ...job, entry: { ...entry, state: 'sent' } };
}

export function eventReceived(state: State, turn: Open, { event, now }: EventOf<'eventReceived'>): Step {
  const { run } = turn;
  const next = applyEvent(run, event, now);
  switch (event.message_type) {
    case 'error_message':
      return end(
        state,
        { ...turn, run: next },
        { kind: 'failed', problem: { code: event.error_type, requestId: event.request_id } },
      );
    case 'stop_reason':
      return stopReason(state, { ...turn, run: next }, event.stop_reason, now);
    default:
      return step(next === run ? state : { ...state, turn: { ...turn, run: next } });
  }
}

function stopReason(state: State, turn: Open, reason: StopReason, now: number): Step {
  switch (reason) {
    case 'error': // the error itself comes next, and says more
      return step({ ...state, turn: { ...turn, run: { ...turn.run, problem: { code: 'assistant_failed' } } } });
    case 'cancelled':
      return end(state, turn, { kind: 'stopped', now });
    default:
      return end(state, turn, { kind: 'complete' }, reason === 'requires_approval');
  }
}

/** The run has ended: its messages are in the transcript; the stream runs out, and with it the server's lock. */
function end(state: State, { ticket: line, run }: Open, outcome: Outcome, asks = false): Step {
  const ticket = state.tickets + 1;
  const calls = asks && run.job ? run.calls : [];
  const turn: Turn = { phase: 'closing', ticket: line, timer: ticket, otid: run.job?.otid ?? null, calls };
  const settled = { ...state, tickets: ticket, transcript: settle(state.transcript, run, outcome), turn };
  const ended = step(settled, { type: 'wait', ticket, milliseconds: RUN_OUT });
  return run.job ? ended : chain(ended, (next) => readPage(next, null));
}

/** The stream of a settled run has run out: tool calls are answered, or the outbox goes on. */
export function streamRanOut(state: State, turn: Extract<Turn, { phase: 'closing' }>): Step {
  if (turn.calls.length === 0) return pump({ ...state, turn: IDLE });
  return answer(state, turn.calls);
}

/** The line has gone without an end of the run. */
export function lineLost(state: State, run: Run, event: Event): Step {
  if (run.problem)
    return pump({
      ...state,
      transcript: settle(state.transcript, run, { kind: 'failed', problem: run.problem }),
      turn: IDLE,
    });
  return waitForLine(state, { ...run, tries: run.tries + 1 }, backoff(run.tries, event.random));
}

export function waitForLine(state: State, run: Run, milliseconds: number): Step {
  const ticket = state.tickets + 1;
  return step(
    { ...state, tickets: ticket, turn: { phase: 'lost', ticket, run } },
    { type: 'wait', ticket, milliseconds },
  );
}

export function resume(state: State, run: Run): Step {
  const { conversation } = state;
  if (conversation === null) return step({ ...state, turn: IDLE });
  const ticket = state.tickets + 1;
  return step(
    { ...state, tickets: ticket, turn: { phase: 'resuming', ticket, run } },
    { type: 'openResume', ticket, conversation, otid: run.job?.otid ?? null, after: run.job ? run.cursor : 0 },
  );
}

/** When the server no longer plays the run back, its history tells how it ended. */
export function resumeFailed(state: State, run: Run, event: EventOf<'requestFailed'>): Step {
  const { code, retryAfter } = event.failure;
  const hopeless = run.tries >= PATIENCE && verdictOn(event.failure) === 'broken' && code !== 'run_not_resumable';
  if (hopeless || code === 'nothing_to_resume' || code === 'not_found') return askHistory(state, run, 0);
  return waitForLine(state, { ...run, tries: run.tries + 1 }, retryAfter ?? backoff(run.tries, event.random));
}
