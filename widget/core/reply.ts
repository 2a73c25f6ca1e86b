/** A reply from the open line to its end, as long as it runs as it should. What else may come of it is turn.ts's business. */
import type { ToolCall } from '../../proxy/protocol.ts';
import { chain, type EventOf, type Step, step } from './events.ts';
import { proceed } from './outbox.ts';
import { applyEvent, completed } from './parts.ts';
import { type Entry, newRun, type Run, type State, type TurnOf } from './state.ts';

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
      return run.job && !INTERRUPTED.test(event.stop_reason) ? end(said(state, run), next) : null;
    default:
      return step(run === turn.run ? state : { ...state, turn: next });
  }
}

const INTERRUPTED = /^(?:error|cancelled|requires_approval)$/;

/** The state with a run's message and its whole reply in the transcript. How else a run may end is settle.ts's business. */
const said = (state: State, { job, parts }: Run): State => ({
  ...state,
  transcript: fold(state.transcript, [...(job?.entry ? [job.entry] : []), ...parts.map(completed)]),
});

/** Adds entries at the end; those that are there already are replaced where they are. */
export const fold = (transcript: readonly Entry[], entries: readonly Entry[]): readonly Entry[] => [
  ...new Map([...transcript, ...entries].map((entry) => [entry.id, entry])).values(),
];

/** The run has ended, and its messages are in the transcript; the stream runs out, and with it the server's lock. */
export function end(state: State, { ticket, run }: Streaming, calls: readonly ToolCall[] = []): Step {
  const otid = run.job?.otid ?? null;
  return step(
    { ...state, turn: { phase: 'closing', ticket, otid, calls } },
    { type: 'wait', ticket, milliseconds: RUN_OUT },
  );
}

/** It takes too long to run out. */
export const cutShort = (state: State): Step => chain(step(state, { type: 'closeStream' }), proceed);
