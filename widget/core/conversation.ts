/**
 * The engine's one decision: what an event makes of the state, and what is to be done. Pure: no clock, ids, I/O or DOM.
 * What the server's history tells is decided here, everything else by talk.ts.
 */
import { answer } from './approvals.ts';
import type { Event, EventOf, Step } from './events.ts';
import { step } from './events.ts';
import { historyTold, pageRead, pendingCalls } from './history.ts';
import type { State } from './state.ts';
import { talk } from './talk.ts';

export const transition = (state: State, event: Event): Step =>
  event.type === 'historyLoaded' ? historyLoaded(state, event) : talk(state, event);

function historyLoaded(state: State, event: EventOf<'historyLoaded'>): Step {
  const { reading, turn } = state;
  if (reading?.ticket === event.ticket) return pageLoaded(state, event);
  const asked = turn.phase === 'reconciling' && turn.ticket === event.ticket;
  return asked ? historyTold(state, turn, event) : step(state);
}

/** A page may also show the tool call for whose answer the outbox waits. */
function pageLoaded(state: State, event: EventOf<'historyLoaded'>): Step {
  const next = pageRead(state, event);
  const blocked = next.turn.phase === 'paused' && next.turn.problem.code === 'approval_pending';
  const calls = blocked ? pendingCalls(event.messages) : [];
  return calls.length > 0 ? answer(next, { calls }) : step(next);
}
