/**
 * Keeps a conversation in the store as its state changes: at once what must not be lost, every half second what a running
 * reply adds. Reads it back. Which form it is stored in is storage/saved.ts's business.
 */
import { emptyState, type State } from '../core/state.ts';
import { toLive, toThread } from '../storage/form.ts';
import type { Store } from '../storage/store.ts';

export interface Saving {
  /** The conversation with this id, as it was kept; `null`: the one that has not been begun. */
  load(conversation: string | null): Promise<{ readonly state: State; readonly draft: string }>;
  /** The id of the conversation that was open last. */
  lastOpen(): Promise<string | null>;
  /** `switched`: another conversation has been opened; otherwise a new id is that of the same one. */
  changed(previous: State, state: State, switched: boolean): void;
  /** The same for one that goes on while another is open. Without `previous` all of it is stored. */
  changedBehind(previous: State | null, state: State): void;
  /** The ids of kept conversations in which something was under way. */
  unfinished(): Promise<(string | null)[]>;
  forget(conversation: string | null): void;
  saveDraft(conversation: string | null, draft: string): void;
  /** Resolves when everything up to now is stored. */
  flush(): Promise<void>;
  /** Forgets what has not been stored yet: another tab does the storing from now on. */
  drop(): void;
}

/** How often a reply that is being received is stored (milliseconds). */
const INTERVAL = 500;

/** How many conversations are kept, and how many messages of each, is all that a visitor's disk is asked for. */
const CONVERSATIONS = 20;

/** `prefix` tells apart what belongs to other proxies, agents and people. */
export function createSaving(store: Store, prefix: string, rest: () => Promise<typeof import('./rest.ts')>): Saving {
  let unsaved: State | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let recent: readonly string[] = [];
  const key = (kind: 'thread' | 'live' | 'draft', conversation: string | null) =>
    `${prefix}${kind}|${conversation ?? 'new'}`;

  function saveLive(state: State): void {
    clearTimeout(timer);
    timer = undefined;
    unsaved = null;
    store.put(key('live', state.conversation), toLive(state) ?? undefined);
  }

  function saveThread(state: State): void {
    store.put(key('thread', state.conversation), toThread(state));
    if (state.conversation !== null) touch(state.conversation);
  }

  /** The least recent conversations are forgotten here; the server has them. */
  function touch(conversation: string): void {
    if (recent[0] === conversation) return;
    recent = [conversation, ...recent.filter((id) => id !== conversation)];
    for (const id of recent.slice(CONVERSATIONS)) forget(id);
    recent = recent.slice(0, CONVERSATIONS);
    store.put(`${prefix}recent`, recent);
  }

  function forget(conversation: string | null): void {
    for (const kind of ['thread', 'live', 'draft'] as const) store.put(key(kind, conversation), undefined);
  }

  /** Where nothing is kept nothing need be checked. */
  const read = async (thread: unknown, live: unknown): Promise<State> =>
    thread === undefined && live === undefined ? emptyState : (await rest()).fromSaved(thread, live);

  /** A reply grows many times a second, and what is missing of it the server plays back. */
  function saveLiveLater(state: State): void {
    unsaved = state;
    timer ??= setTimeout(() => unsaved && saveLive(unsaved), INTERVAL);
  }

  return {
    async lastOpen() {
      const [open, list] = await store.load(`${prefix}open`, `${prefix}recent`);
      recent = Array.isArray(list) ? list.filter((id) => typeof id === 'string') : [];
      if (recent.length > 0) void rest(); // there is something to go on with
      return typeof open === 'string' ? open : null;
    },
    async load(conversation) {
      const [thread, live, draft] = await store.load(
        key('thread', conversation),
        key('live', conversation),
        key('draft', conversation),
      );
      return {
        state: { ...(await read(thread, live)), conversation },
        draft: typeof draft === 'string' ? draft : '',
      };
    },
    changed(previous, state, switched) {
      const moved = previous.conversation !== state.conversation;
      if (moved) store.put(`${prefix}open`, state.conversation ?? undefined);
      if (moved && !switched) forget(previous.conversation);
      if (moved || threadChanged(previous, state)) saveThread(state);
      if (moved || mustBeSaved(previous, state)) saveLive(state);
      else if (previous.turn !== state.turn) saveLiveLater(state);
    },
    changedBehind(previous, state) {
      if (previous && previous.conversation !== state.conversation) forget(previous.conversation);
      if (previous && !threadChanged(previous, state) && !mustBeSaved(previous, state)) return;
      saveThread(state);
      store.put(key('live', state.conversation), toLive(state) ?? undefined);
    },
    async unfinished() {
      const all = [null, ...recent];
      const found = await store.load(...all.map((id) => key('live', id)));
      return all.filter((_, index) => found[index]);
    },
    forget,
    saveDraft: (conversation, draft) => store.put(key('draft', conversation), draft || undefined),
    async flush() {
      if (unsaved) saveLive(unsaved);
      await store.flush();
    },
    drop() {
      clearTimeout(timer);
      timer = undefined;
      unsaved = null;
    },
  };
}

const threadChanged = (previous: State, state: State): boolean =>
  previous.transcript !== state.transcript ||
  previous.seen !== state.seen ||
  previous.hasOlder !== state.hasOlder ||
  previous.oldest !== state.oldest;

const mustBeSaved = (previous: State, state: State): boolean =>
  previous.outbox !== state.outbox || previous.turn.phase !== state.turn.phase;
