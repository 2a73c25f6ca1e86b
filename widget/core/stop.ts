/** The visitor's stop: settled here at once, told to the server as soon as it can be, and before the next message. */
import type { ToolCall } from '../../proxy/protocol.ts';
import { answerNow, declined } from './approvals.ts';
import { backoff } from './backoff.ts';
import type { Event, EventOf, Step } from './events.ts';
import { chain, step } from './events.ts';
import { PATIENCE, verdictOn } from './failures.ts';
import { pump } from './outbox.ts';
import { fold, settle } from './settle.ts';
import type { Run, State, Turn } from './state.ts';
import { IDLE, newRun } from './state.ts';
import type { Problem } from './view.ts';

/** How long the visitor is shown that it is being stopped (milliseconds); it goes on unseen. */
const SHOWN = 800;

type Stopping = Extract<Turn, { phase: 'stopping' }>;

/** "Nothing to cancel" is doubted this often while the send may still be on its way. */
const DOUBTS = 3;

export function stop(state: State, event: EventOf<'stopRequested'>): Step {
  const { turn } = state;
  switch (turn.phase) {
    case 'sending':
    case 'streaming':
    case 'lost':
    case 'resuming':
    case 'reconciling':
      return stopRun(state, turn.run, event);
    case 'creating':
      return stopFirst(state, event);
    case 'paused':
      return holdBack(state, turn.problem);
    case 'answering':
      return decline(state, turn.calls, event.otid);
    default:
      return step(state);
  }
}

function stopRun(state: State, run: Run, event: Event): Step {
  const transcript = settle(state.transcript, run, { kind: 'stopped', now: event.now });
  return chain(step({ ...state, transcript }, { type: 'closeStream' }), (next) =>
    tell(next, { tries: 0, unsure: !run.accepted, quiet: false }),
  );
}

/** Tells the server. */
function tell(state: State, { tries, unsure, quiet }: Pick<Stopping, 'tries' | 'unsure' | 'quiet'>): Step {
  const { conversation } = state;
  if (conversation === null) return pump({ ...state, turn: IDLE });
  const ticket = state.tickets + 1;
  return step(
    {
      ...state,
      tickets: ticket,
      turn: { phase: 'stopping', ticket, hush: ticket, tries, unsure, quiet, waiting: false },
    },
    { type: 'cancel', ticket, conversation },
    ...(quiet ? [] : [{ type: 'wait', ticket, milliseconds: SHOWN } as const]),
  );
}

export const tellAgain = (state: State, turn: Stopping): Step => tell(state, turn);

/** The conversation is not made yet, so the server knows nothing. */
function stopFirst(state: State, event: Event): Step {
  const [job = null, ...outbox] = state.outbox;
  const transcript = settle(state.transcript, newRun(job), { kind: 'stopped', now: event.now });
  return pump({ ...state, outbox, transcript, turn: IDLE });
}

/** The first waiting message has not got through: it stays with the visitor, to be sent again or discarded. */
function holdBack(state: State, problem: Problem): Step {
  const [job, ...outbox] = state.outbox;
  if (!job) return step({ ...state, turn: IDLE });
  const held = job.entry ? fold(state.transcript, [{ ...job.entry, state: 'failed', problem }]) : state.transcript;
  const next = { ...state, outbox, transcript: held };
  return job.tries > 0 ? tell(next, { tries: 0, unsure: true, quiet: false }) : pump({ ...next, turn: IDLE });
}

/** The agent waits for a tool: without an answer it would take no message any more, so it gets a refusal. */
const decline = (state: State, calls: readonly ToolCall[], otid: string): Step =>
  answerNow(
    state,
    otid,
    calls.map((call) => declined(call, 'stopped by the visitor')),
  );

/** Long enough: the visitor sees that it has stopped, whatever the server says. */
export const hushed = (state: State, turn: Stopping): Step => step({ ...state, turn: { ...turn, quiet: true } });

export function cancelled(state: State, turn: Stopping, event: EventOf<'cancelled'>): Step {
  if (event.found || !turn.unsure || turn.tries + 1 >= DOUBTS) return pump({ ...state, turn: IDLE });
  return later(state, turn, backoff(turn.tries, event.random));
}

export function cancelFailed(state: State, turn: Stopping, event: EventOf<'requestFailed'>): Step {
  const verdict = verdictOn(event.failure);
  const hopeless = verdict === 'gone' || (verdict !== 'unheard' && verdict !== 'later' && turn.tries >= PATIENCE);
  if (hopeless) return pump({ ...state, turn: IDLE });
  return later(state, { ...turn, quiet: true }, event.failure.retryAfter ?? backoff(turn.tries, event.random));
}

function later(state: State, turn: Stopping, milliseconds: number): Step {
  const ticket = state.tickets + 1;
  return step(
    { ...state, tickets: ticket, turn: { ...turn, ticket, tries: turn.tries + 1, waiting: true } },
    { type: 'wait', ticket, milliseconds },
  );
}
