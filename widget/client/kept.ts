/** Reads back what saving.ts has kept, says of how many conversations, and keeps those that go on while another one is open. */
import { emptyState, type State } from '../core/state.ts';
import { keyOf, toLive, toThread } from '../storage/form.ts';
import { fromSaved } from '../storage/saved.ts';
import type { Store } from '../storage/store.ts';
import { createSaving, mustBeSaved, type Saving, threadChanged } from './saving.ts';

export interface Kept extends Saving {
  /** The conversation with this id, as it was kept; `null`: the one that has not been begun. */
  load(conversation: string | null): Promise<{ readonly state: State; readonly draft: string }>;
  /** The id of the conversation that was open last. */
  lastOpen(): Promise<string | null>;
  /** As `changed`, of a conversation that is not the open one. Without `previous` all of it is stored. */
  changedBehind(previous: State | null, state: State): void;
  /** The ids of kept conversations in which something was under way. */
  unfinished(): Promise<(string | null)[]>;
}

/** How many conversations are kept, and how many messages of each, is all that a visitor's disk is asked for. */
const CONVERSATIONS = 20;

/** `prefix` tells apart what belongs to other proxies, agents and people. */
export function createKept(store: Store, prefix: string): Kept {
  const saving = createSaving(store, prefix, touch);
  /** The most recent first. */
  let recent: readonly string[] = [];

  /** The least recent conversations are forgotten here; the server has them. */
  function touch(conversation: string): void {
    if (recent[0] === conversation) return;
    const all = [conversation, ...recent.filter((id) => id !== conversation)];
    for (const id of all.slice(CONVERSATIONS)) saving.forget(id);
    recent = all.slice(0, CONVERSATIONS);
    store.put(`${prefix}recent`, recent);
  }

  function saveBehind(state: State): void {
    const { conversation } = state;
    store.put(keyOf(prefix, 'thread', conversation), toThread(state));
    store.put(keyOf(prefix, 'live', conversation), toLive(state) ?? undefined);
    if (conversation !== null) touch(conversation);
  }

  return {
    ...saving,
    async lastOpen() {
      const [open, kept] = await store.load(`${prefix}open`, `${prefix}recent`);
      recent = Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
      return typeof open === 'string' ? open : null;
    },
    async load(conversation) {
      const [thread, live, draft] = await store.load(
        keyOf(prefix, 'thread', conversation),
        keyOf(prefix, 'live', conversation),
        keyOf(prefix, 'draft', conversation),
      );
      const state = thread === undefined && live === undefined ? emptyState : fromSaved(thread, live);
      return { state: { ...state, conversation }, draft: typeof draft === 'string' ? draft : '' };
    },
    changedBehind(previous, state) {
      if (previous && previous.conversation !== state.conversation) saving.forget(previous.conversation);
      if (!previous || threadChanged(previous, state) || mustBeSaved(previous, state)) saveBehind(state);
    },
    async unfinished() {
      const all = [null, ...recent];
      const found = await store.load(...all.map((id) => keyOf(prefix, 'live', id)));
      return all.filter((_, index) => found[index]);
    },
  };
}
