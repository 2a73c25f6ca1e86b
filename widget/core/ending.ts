/** Asking the history how a run ended that can no longer be followed: a few times, since it may lag behind. What it tells is history.ts's business. */
import { backoff } from './backoff.ts';
import type { Event, EventOf, Step } from './events.ts';
import { step } from './events.ts';
import { pump } from './outbox.ts';
import { settle } from './settle.ts';
import type { Run, State, Turn } from './state.ts';
import { IDLE } from './state.ts';

export type Reconciling = Extract<Turn, { phase: 'reconciling' }>;

/** How often the history is asked for a reply before the run counts as failed. */
export const ASKED = 3;

export function askHistory(state: State, run: Run, tries: number): Step {
  const { conversation } = state;
  if (conversation === null) return step({ ...state, turn: IDLE });
  const ticket = state.tickets + 1;
  return step(
    { ...state, tickets: ticket, turn: { phase: 'reconciling', ticket, run, tries, waiting: false } },
    { type: 'loadHistory', ticket, conversation, before: null },
  );
}

export function askAgain(state: State, turn: Reconciling, event: Event, delay?: number): Step {
  const ticket = state.tickets + 1;
  return step(
    { ...state, tickets: ticket, turn: { ...turn, ticket, tries: turn.tries + 1, waiting: true } },
    { type: 'wait', ticket, milliseconds: delay ?? backoff(turn.tries, event.random) },
  );
}

export function askingFailed(state: State, turn: Reconciling, event: EventOf<'requestFailed'>): Step {
  if (event.failure.code !== 'not_found')
    return askAgain(state, { ...turn, tries: turn.tries - 1 }, event, event.failure.retryAfter);
  return giveUp(state, turn.run);
}

/** The history does not know the run: Letta forgets what failed. The words and the partial reply stay, marked. */
export function giveUp(state: State, run: Run): Step {
  const transcript = settle(state.transcript, run, { kind: 'failed', problem: { code: 'assistant_failed' } });
  return pump({ ...state, transcript, turn: IDLE });
}
