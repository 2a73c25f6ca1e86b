/** Reads back what saving.ts has kept, and keeps conversations that go on while another one is open. */
import { emptyState, type State } from '../core/state.ts';
import { keyOf } from '../storage/form.ts';
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

/** `prefix` tells apart what belongs to other proxies, agents and people. */
export function createKept(store: Store, prefix: string): Kept {
  const saving = createSaving(store, prefix);
  return Object.assign(saving, {
    async lastOpen() {
      const [open, recent] = await store.load(`${prefix}open`, `${prefix}recent`);
      saving.recent = Array.isArray(recent) ? recent.filter((id) => typeof id === 'string') : [];
      return typeof open === 'string' ? open : null;
    },
    async load(conversation: string | null) {
      const [thread, live, draft] = await store.load(
        keyOf(prefix, 'thread', conversation),
        keyOf(prefix, 'live', conversation),
        keyOf(prefix, 'draft', conversation),
      );
      const state = thread === undefined && live === undefined ? emptyState : fromSaved(thread, live);
      return { state: { ...state, conversation }, draft: typeof draft === 'string' ? draft : '' };
    },
    changedBehind(previous: State | null, state: State) {
      if (previous && previous.conversation !== state.conversation) saving.forget(previous.conversation);
      if (!previous || threadChanged(previous, state) || mustBeSaved(previous, state)) saving.save(state);
    },
    async unfinished() {
      const all = [null, ...saving.recent];
      const found = await store.load(...all.map((id) => keyOf(prefix, 'live', id)));
      return all.filter((_, index) => found[index]);
    },
  });
}
