/** A run of the agent from the open line to its end: events, a lost line, resuming, and asking the history how it ended. */
import { errorCodeOf, type StopReason, type ToolCall } from '../../proxy/protocol.ts';
import { answer, collect } from './approvals.ts';
import { askHistory } from './ending.ts';
import { chain, type Event, type EventOf, enter, enterWait, type Step, step } from './events.ts';
import { delayOf, PATIENCE, verdictOn } from './failures.ts';
import { proceed } from './outbox.ts';
import { applyEvent } from './parts.ts';
import { readPage } from './reading.ts';
import { blockedInStream } from './sending.ts';
import { type Outcome, settle } from './settle.ts';
import { newRun, type Run, type State, type TurnOf } from './state.ts';

/** How long a finished stream may take to run out before the next message goes (milliseconds). */
const RUN_OUT = 2000;

type Streaming = TurnOf<'streaming'>;
type Closing = TurnOf<'closing'>;

/** Any phase with a run. */
interface Running {
  readonly run: Run;
}

export function streamOpened(state: State, { ticket, run }: TurnOf<'sending' | 'resuming'>): Step {
  const { job } = run;
  const entry = job?.entry && ({ ...job.entry, state: 'sent', problem: undefined } as const);
  // Somebody else's run is always read from its beginning, for nothing says that it is still the same one.
  const opened: Run = job
    ? { ...run, accepted: true, job: { ...job, entry: entry ?? null } }
    : { ...newRun(null), tries: run.tries };
  return step({ ...state, problem: null, turn: { phase: 'streaming', ticket, run: opened } });
}

export function eventReceived(state: State, turn: Streaming, received: EventOf<'eventReceived'>): Step {
  const { event, now } = received;
  const run = applyEvent(turn.run, event, now);
  const next = { ...turn, run };
  switch (event.message_type) {
    case 'error_message': {
      const code = errorCodeOf(event);
      const blocked = code === 'approval_pending' && run.job?.entry;
      return blocked
        ? blockedInStream(state, run, received)
        : ended(state, next, { state: 'failed', problem: { code, requestId: event.request_id } });
    }
    case 'stop_reason':
      return stopReason(state, next, event.stop_reason, now);
    case 'approval_request_message': {
      const isReplay = run === turn.run;
      return step(isReplay ? state : { ...state, turn: { ...turn, run: collect(run, event.tool_calls) } });
    }
    default:
      return step(run === turn.run ? state : { ...state, turn: next });
  }
}

function stopReason(state: State, turn: Streaming, reason: StopReason, now: number): Step {
  switch (reason) {
    case 'error': // the error itself comes next, and says more
      return step({ ...state, turn: { ...turn, run: { ...turn.run, problem: { code: 'assistant_failed' } } } });
    case 'cancelled':
      return ended(state, turn, { state: 'stopped', now });
    default:
      return ended(state, turn, { state: 'complete' }, reason === 'requires_approval');
  }
}

/** What another device has begun may have ended otherwise than it was heard here. */
function ended(state: State, turn: Streaming, outcome: Outcome, asks = false): Step {
  const { job, calls } = turn.run;
  const settled = settle(state, turn.run, outcome);
  if (!job) return chain(end(settled, turn), (next) => readPage(next, null));
  return end(settled, turn, asks ? calls : []);
}

/** The run has ended, and its messages are in the transcript; the stream runs out, and with it the server's lock. */
function end(state: State, { ticket, run }: Streaming, calls: readonly ToolCall[] = []): Step {
  const otid = run.job?.otid ?? null;
  return step(
    { ...state, turn: { phase: 'closing', ticket, otid, calls } },
    { type: 'wait', ticket, milliseconds: RUN_OUT },
  );
}

/** The stream of a settled run has run out: tool calls are answered, or the outbox goes on. */
export const streamRanOut = (state: State, turn: Closing): Step =>
  turn.calls.length > 0 ? answer(state, turn) : proceed(state);

/** It takes too long to run out. */
export const cutShort = (state: State, turn: Closing): Step =>
  chain(step(state, { type: 'closeStream' }), (next) => streamRanOut(next, turn));

/** The line has gone without an end of the run. */
export const lineLost = (state: State, { run }: Running, event: Event): Step =>
  run.problem ? proceed(settle(state, run, { state: 'failed', problem: run.problem })) : tryLater(state, run, event);

export const waitForLine = (state: State, run: Run, milliseconds: number): Step =>
  enterWait(state, { phase: 'lost', run }, milliseconds);

const tryLater = (state: State, run: Run, event: Event): Step =>
  waitForLine(state, { ...run, tries: run.tries + 1 }, delayOf(run.tries, event));

export function resume(state: State, { run }: Running): Step {
  const { conversation } = state;
  const { job } = run;
  if (conversation === null) return askHistory(state, { run, tries: 0 });
  return enter(
    state,
    { phase: 'resuming', run },
    { type: 'openResume', conversation, otid: job?.otid ?? null, after: job ? run.cursor : 0 },
  );
}

/** When the server no longer plays the run back, its history tells how it ended. */
export function resumeFailed(state: State, { run }: Running, event: EventOf<'requestFailed'>): Step {
  const { code } = event.failure;
  const hopeless = run.tries >= PATIENCE && verdictOn(event.failure) === 'broken' && code !== 'run_not_resumable';
  if (hopeless || code === 'nothing_to_resume' || code === 'not_found') return askHistory(state, { run, tries: 0 });
  return tryLater(state, run, event);
}
