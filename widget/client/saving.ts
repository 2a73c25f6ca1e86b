/**
 * Keeps a conversation in the store as its state changes: at once what must not be lost, every half second what a running
 * reply adds. Which form it is stored in is storage/form.ts's business, reading it back kept.ts's.
 */
import type { State } from '../core/state.ts';
import { keyOf, toLive, toThread } from '../storage/form.ts';
import type { Store } from '../storage/store.ts';

export interface Saving {
  /** `switched`: another conversation has been opened; otherwise a new id is that of the same one. */
  changed(previous: State, state: State, switched?: boolean): void;
  forget(conversation: string | null): void;
  saveDraft(conversation: string | null, draft: string): void;
  /** Resolves when everything up to now is stored. */
  flush(): Promise<void>;
  /** Forgets what has not been stored yet: another tab does the storing from now on. */
  drop(): void;
}

/** How often a reply that is being received is stored (milliseconds). */
const INTERVAL = 500;

/** `prefix` tells apart what belongs to other proxies, agents and people. `touched` is called with what is stored in full. */
export function createSaving(store: Store, prefix: string, touched: (conversation: string) => void): Saving {
  let unsaved: State | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function saveLive(state: State): void {
    drop();
    store.put(keyOf(prefix, 'live', state.conversation), toLive(state) ?? undefined);
  }

  function saveThread(state: State): void {
    store.put(keyOf(prefix, 'thread', state.conversation), toThread(state));
    if (state.conversation !== null) touched(state.conversation);
  }

  function forget(conversation: string | null): void {
    for (const kind of ['thread', 'live', 'draft'] as const) store.put(keyOf(prefix, kind, conversation), undefined);
  }

  /** A reply grows many times a second, and what is missing of it the server plays back. */
  function saveLiveLater(state: State): void {
    unsaved = state;
    timer ??= setTimeout(() => unsaved && saveLive(unsaved), INTERVAL);
  }

  function drop(): void {
    clearTimeout(timer);
    timer = undefined;
    unsaved = null;
  }

  return {
    changed(previous, state, switched = false) {
      const moved = previous.conversation !== state.conversation;
      if (moved) store.put(`${prefix}open`, state.conversation ?? undefined);
      if (moved && !switched) forget(previous.conversation);
      if (moved || (threadChanged(previous, state) && (hasBegun(previous) || hasBegun(state)))) saveThread(state);
      if (moved || mustBeSaved(previous, state)) saveLive(state);
      else if (previous.turn !== state.turn) saveLiveLater(state);
    },
    forget,
    saveDraft: (conversation, draft) => store.put(keyOf(prefix, 'draft', conversation), draft || undefined),
    async flush() {
      if (unsaved) saveLive(unsaved);
      await store.flush();
    },
    drop,
  };
}

/** Of a conversation in which nothing has been said nothing is kept. */
const hasBegun = ({ conversation, transcript }: State): boolean => conversation !== null || transcript.length > 0;

export const threadChanged = (previous: State, state: State): boolean =>
  previous.transcript !== state.transcript ||
  previous.seen !== state.seen ||
  previous.hasOlder !== state.hasOlder ||
  previous.oldest !== state.oldest;

export const mustBeSaved = (previous: State, state: State): boolean =>
  previous.outbox !== state.outbox || previous.turn.phase !== state.turn.phase;
