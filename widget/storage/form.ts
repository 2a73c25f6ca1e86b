/**
 * The form in which a conversation is stored: `thread` holds what has settled, `live` what is under way and is written
 * often. It is read by saved.ts.
 */
import { isUnderWay, type State } from '../core/state.ts';

/** Changes when a reader of the old form would misread the new one; what has another version is not read. */
export const VERSION = 1;

/** How many messages of a conversation are kept; older ones are the server's to give. */
const KEPT = 200;

/** Where a part of a conversation is kept; `null`: of the one that has not been begun. `prefix` tells apart what belongs to others. */
export const keyOf = (prefix: string, part: 'thread' | 'live' | 'draft', conversation: string | null): string =>
  `${prefix}${part}|${conversation ?? 'new'}`;

export type SavedThread = Readonly<
  Record<'version' | 'conversation' | 'agent' | 'transcript' | 'hasOlder' | 'oldest' | 'seen', unknown>
>;
export type SavedLive = Readonly<Record<'version' | 'outbox' | 'turn', unknown>>;

export function toThread({ conversation, agent, transcript, hasOlder, oldest, seen }: State): SavedThread {
  const whole = transcript.length <= KEPT;
  return {
    version: VERSION,
    conversation,
    agent,
    transcript: whole ? transcript : transcript.slice(-KEPT),
    hasOlder: hasOlder || !whole,
    oldest: whole ? oldest : null,
    seen,
  };
}

/** `null` when nothing is under way, so that nothing need be kept. */
export function toLive(state: State): SavedLive | null {
  const { outbox, turn } = state;
  return isUnderWay(state) ? { version: VERSION, outbox, turn } : null;
}
