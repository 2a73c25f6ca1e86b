/** Asking the history how a run ended that can no longer be followed: a few times, since it may lag behind. What it tells is history.ts's business. */
import { type EventOf, enter, enterWait, type Step } from './events.ts';
import { delayOf } from './failures.ts';
import { proceed } from './outbox.ts';
import { settle } from './settle.ts';
import type { Run, State, TurnOf } from './state.ts';

type Reconciling = TurnOf<'reconciling'>;

/** How often the history is asked for a reply before the run counts as failed. */
export const ASKED = 3;

export function askHistory(state: State, { run, tries }: Pick<Reconciling, 'run' | 'tries'>): Step {
  const { conversation } = state;
  if (conversation === null) return giveUp(state, run);
  return enter(
    state,
    { phase: 'reconciling', run, tries, waiting: false },
    { type: 'loadHistory', conversation, before: null },
  );
}

export const askLater = (state: State, turn: Reconciling, tries: number, milliseconds: number): Step =>
  enterWait(state, { ...turn, tries, waiting: true }, milliseconds);

/** An answer that has not come does not count. */
export const askingFailed = (state: State, turn: Reconciling, event: EventOf<'requestFailed'>): Step =>
  event.failure.code === 'not_found'
    ? giveUp(state, turn.run)
    : askLater(state, turn, turn.tries, delayOf(turn.tries, event));

/** The history does not know the run: Letta forgets what failed. The words and the partial reply stay, marked. */
export const giveUp = (state: State, run: Run): Step =>
  proceed(settle(state, run, { state: 'failed', problem: { code: 'assistant_failed' } }));
