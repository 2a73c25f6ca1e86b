/** The visitor's stop: settled here at once, told to the server as soon as it can be, and before the next message. */
import { answerNow, declined } from './approvals.ts';
import { backoff } from './backoff.ts';
import { chain, type Event, type EventOf, enter, enterWait, type Step, step } from './events.ts';
import { delayOf, PATIENCE, verdictOn } from './failures.ts';
import { proceed } from './outbox.ts';
import { fold, settle } from './settle.ts';
import type { Run, State, TurnOf } from './state.ts';
import { newRun } from './state.ts';

/** How long the visitor is shown that it is being stopped (milliseconds); it goes on unseen. */
const SHOWN = 800;

type Stopping = TurnOf<'stopping'>;

/** "Nothing to cancel" is doubted this often while the send may still be on its way. */
const DOUBTS = 3;

export const stopRun = (state: State, { run }: { readonly run: Run }, { now }: Event): Step =>
  chain(step(settle(state, run, { state: 'stopped', now }), { type: 'closeStream' }), (next) =>
    tell(next, { tries: 0, unsure: !run.accepted, quiet: false }),
  );

/** Tells the server. */
export function tell(state: State, { tries, unsure, quiet }: Pick<Stopping, 'tries' | 'unsure' | 'quiet'>): Step {
  const { conversation } = state;
  if (conversation === null) return proceed(state);
  const told = enter(
    state,
    { phase: 'stopping', tries, unsure, quiet, waiting: false },
    { type: 'cancel', conversation },
  );
  const { tickets: ticket } = told.state;
  return quiet ? told : { ...told, effects: [...told.effects, { type: 'wait', ticket, milliseconds: SHOWN }] };
}

/** Long enough: the visitor sees that it has stopped, whatever the server says. Or it is time to tell it again. */
export const patienceEnded = (state: State, turn: Stopping): Step =>
  turn.waiting ? tell(state, turn) : step({ ...state, turn: { ...turn, quiet: true } });

/** The conversation is not made yet, so the server knows nothing. */
export function stopFirst(state: State, _: unknown, { now }: Event): Step {
  const [job = null, ...outbox] = state.outbox;
  return proceed({ ...settle(state, newRun(job), { state: 'stopped', now }), outbox });
}

/** The first waiting message has not got through: it stays with the visitor, to be sent again or discarded. */
export function holdBack(state: State, { problem }: TurnOf<'paused'>): Step {
  const [job, ...outbox] = state.outbox;
  if (!job) return proceed(state);
  const held = job.entry ? fold(state.transcript, [{ ...job.entry, state: 'failed', problem }]) : state.transcript;
  const next = { ...state, outbox, transcript: held };
  return job.tries > 0 ? tell(next, { tries: 0, unsure: true, quiet: false }) : proceed(next);
}

/** The agent waits for a tool: without an answer it would take no message any more, so it gets a refusal. */
export const decline = (state: State, { calls }: TurnOf<'answering'>, { otid }: Event): Step =>
  answerNow(
    state,
    otid,
    calls.map((call) => declined(call, 'stopped by the visitor')),
  );

export const cancelled = (state: State, turn: Stopping, { found, random }: EventOf<'cancelled'>): Step =>
  found || !turn.unsure || turn.tries + 1 >= DOUBTS
    ? proceed(state)
    : tellLater(state, turn, backoff(turn.tries, random));

export function cancelFailed(state: State, turn: Stopping, event: EventOf<'requestFailed'>): Step {
  const verdict = verdictOn(event.failure);
  const hopeless = verdict === 'gone' || (verdict !== 'unheard' && verdict !== 'later' && turn.tries >= PATIENCE);
  return hopeless ? proceed(state) : tellLater(state, { ...turn, quiet: true }, delayOf(turn.tries, event));
}

const tellLater = (state: State, turn: Stopping, milliseconds: number): Step =>
  enterWait(state, { ...turn, tries: turn.tries + 1, waiting: true }, milliseconds);
