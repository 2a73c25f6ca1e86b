/**
 * Conversations that go on while another one is open: their replies are received, their waiting messages go out, and what
 * comes of it is stored. They take over the engine that was at work, line and all.
 */
import { transition } from '../core/conversation.ts';
import type { Event, Fact } from '../core/events.ts';
import { emptyState, isUnderWay, type State } from '../core/state.ts';
import { noteIn } from '../core/summary.ts';
import type { ConversationSummary } from '../core/view.ts';
import type { Effects } from './effects.ts';
import type { Kept } from './kept.ts';

export interface BackgroundPorts {
  readonly saving: Kept;
  /** An engine whose facts go to `heard`. */
  readonly newEngine: () => Effects;
  readonly stamped: (fact: Fact) => Event;
  readonly list: () => readonly ConversationSummary[];
  /** The list has changed. */
  readonly noted: (list: readonly ConversationSummary[]) => void;
}

export interface Background {
  /** Goes on with an engine and what it is at. */
  adopt(engine: Effects, state: State): void;
  /** Goes on with what is stored. */
  resume(conversation: string | null): Promise<void>;
  heard(engine: Effects, event: Event): void;
  /** Something that concerns all: the line is back, the visitor is. */
  happened(event: Event): void;
  /** Lets go of a conversation; resolves when all of it is stored. */
  release(conversation: string | null): Promise<void>;
  /** Lets go of a conversation that is no more. */
  drop(conversation: string): void;
  close(): void;
}

/** Each holds a connection, of which a browser may allow six a server; the others wait until one has ended. */
const AT_ONCE = 3;

export function createBackground({ saving, newEngine, stamped, list, noted }: BackgroundPorts): Background {
  const threads = new Map<Effects, State>();
  const waiting = new Set<string | null>();

  const engineOf = (conversation: string | null) =>
    [...threads].find(([, state]) => state.conversation === conversation)?.[0];

  function heard(engine: Effects, event: Event): void {
    const previous = threads.get(engine);
    if (!previous) return;
    const { state, effects } = transition(previous, event);
    threads.set(engine, state);
    saving.changedBehind(previous, state);
    if (previous.transcript !== state.transcript || previous.turn.phase !== state.turn.phase) note(state);
    for (const effect of effects) engine.run(effect);
    if (!isUnderWay(state)) end(engine);
  }

  /** One that has just been made is not in the list yet. */
  function note(state: State): void {
    const known = list();
    const own = state.conversations.filter(({ id }) => id === state.conversation);
    noted(noteIn(known.some(({ id }) => id === state.conversation) ? known : [...own, ...known], state));
  }

  function end(engine: Effects): void {
    engine.close();
    threads.delete(engine);
    const [next] = waiting;
    if (next === undefined) return;
    waiting.delete(next);
    void resume(next);
  }

  async function resume(conversation: string | null): Promise<void> {
    if (engineOf(conversation)) return; // this tab has lost the lead and got it back meanwhile
    if (threads.size >= AT_ONCE) return void waiting.add(conversation);
    const engine = newEngine();
    threads.set(engine, { ...emptyState, conversation }); // its place is taken while it is read
    const { state } = await saving.load(conversation);
    heard(engine, stamped({ type: 'restored', state }));
  }

  return {
    adopt(engine, state) {
      saving.changedBehind(null, state);
      if (threads.size < AT_ONCE) return void threads.set(engine, state);
      engine.close();
      waiting.add(state.conversation);
    },
    resume,
    heard,
    happened(event) {
      for (const engine of [...threads.keys()]) heard(engine, event);
    },
    async release(conversation) {
      waiting.delete(conversation);
      const engine = engineOf(conversation);
      const state = engine && threads.get(engine);
      if (!engine || !state) return;
      threads.delete(engine);
      engine.close();
      if (isUnderWay(state)) saving.changedBehind(null, state);
      await saving.flush();
    },
    drop(conversation) {
      waiting.delete(conversation);
      const engine = engineOf(conversation);
      if (engine) end(engine);
    },
    close() {
      for (const engine of threads.keys()) engine.close();
      threads.clear();
      waiting.clear();
    },
  };
}
