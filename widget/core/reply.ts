/** A reply from the open line to its end, as long as it runs as it should. What else may come of it is turn.ts's business. */
import type { ToolCall } from '../../proxy/protocol.ts';
import { chain, type EventOf, type Step, step } from './events.ts';
import { proceed } from './outbox.ts';
import { applyEvent } from './parts.ts';
import { type Outcome, settle } from './settle.ts';
import { newRun, type Run, type State, type TurnOf } from './state.ts';

/** How long a finished stream may take to run out before the next message goes (milliseconds). */
const RUN_OUT = 2000;

type Streaming = TurnOf<'streaming'>;

export function streamOpened(state: State, { ticket, run }: TurnOf<'sending' | 'resuming'>): Step {
  const { job } = run;
  const entry = job?.entry && ({ ...job.entry, state: 'sent', problem: undefined } as const);
  // Somebody else's run is always read from its beginning, for nothing says that it is still the same one.
  const opened: Run = job
    ? { ...run, accepted: true, job: { ...job, entry: entry ?? null } }
    : { ...newRun(null), tries: run.tries };
  return step({ ...state, problem: null, turn: { phase: 'streaming', ticket, run: opened } });
}

/** What the agent says, and that it has said all; `null` for anything else. */
export function heard(state: State, turn: Streaming, { event, now }: EventOf<'eventReceived'>): Step | null {
  const run = applyEvent(turn.run, event, now);
  const next = { ...turn, run };
  switch (event.message_type) {
    case 'error_message':
    case 'approval_request_message':
      return null;
    case 'stop_reason':
      return run.job && !INTERRUPTED.test(event.stop_reason) ? end(state, next, { state: 'complete' }) : null;
    default:
      return step(run === turn.run ? state : { ...state, turn: next });
  }
}

const INTERRUPTED = /^(?:error|cancelled|requires_approval)$/;

/** The run has ended: its messages are in the transcript; the stream runs out, and with it the server's lock. */
export function end(state: State, { ticket, run }: Streaming, outcome: Outcome, calls: readonly ToolCall[] = []): Step {
  const otid = run.job?.otid ?? null;
  const ended: State = { ...settle(state, run, outcome), turn: { phase: 'closing', ticket, otid, calls } };
  return step(ended, { type: 'wait', ticket, milliseconds: RUN_OUT });
}

/** It takes too long to run out. */
export const cutShort = (state: State): Step => chain(step(state, { type: 'closeStream' }), proceed);
