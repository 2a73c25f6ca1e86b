/**
 * The engine at work for one visitor: holds the state, feeds events to core and, in the tab that leads, has its orders
 * carried out and the state stored. The public face with its checks is client.ts.
 */
import { transition } from '../core/conversation.ts';
import type { Event, Fact } from '../core/events.ts';
import { emptyState, isUnderWay, type State } from '../core/state.ts';
import type { Store } from '../storage/store.ts';
import type { Tabs } from '../tabs/tabs.ts';
import type { TimeLimits } from '../transport/time-limits.ts';
import { createTransport } from '../transport/transport.ts';
import type { Background } from './background.ts';
import type { Conversations } from './conversations.ts';
import { createEffects, type Effects, type Tools } from './effects.ts';
import type { ClientPorts } from './ports.ts';
import { createSaving } from './saving.ts';
import { createSharing, type Wish } from './sharing.ts';
import { createSurroundings } from './surroundings.ts';
import { type Scope, visitorTokens } from './visitor.ts';

export interface SessionOptions {
  readonly proxy: string;
  readonly agent: string | undefined;
  readonly identity: (() => Promise<string>) | undefined;
  readonly tools: () => Tools;
  readonly timeLimits: Partial<TimeLimits> | undefined;
  readonly ports: ClientPorts;
  readonly store: Store;
  readonly tabs: Tabs | null;
  readonly scope: Scope;
  readonly onChange: () => void;
  /** Another tab is about to forget everything. */
  readonly onReset: () => void;
}

export interface Session {
  readonly state: State;
  readonly draft: string;
  /** Resolves when it has happened and is stored, whichever tab sees to it. */
  happen(fact: Fact): Promise<void>;
  open(conversation: string | null): Promise<void>;
  setDraft(text: string): void;
  announceReset(): void;
  conversations(): Promise<Conversations>;
  close(): void;
}

/** A line that was silent for this long when the visitor returns is not waited for (milliseconds): a ping has been missed. */
const SUSPICIOUS = 20_000;

/** Reads what was kept and goes on with it. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { ports, store, scope, tabs, onChange } = options;
  const ended = new AbortController();
  const transport = createTransport({
    ...options,
    ...visitorTokens(store, scope, globalThis.navigator?.locks),
    fetch: ports.fetch,
    isOnline: ports.isOnline,
  });
  const saving = createSaving(store, scope.agent);
  const sharing = createSharing(tabs, {
    state: () => state,
    lead,
    follow: () => stopEngine(),
    mirror(mirrored) {
      const moved = mirrored.conversation !== state.conversation;
      replace(mirrored);
      if (moved) void loadDraft();
    },
    apply,
    grant,
    reset: options.onReset,
    later: ports.later,
  });
  const surroundings = createSurroundings(transport, options.agent, (fact) => dispatch(stamped(fact)), ports.later);
  let engine: Effects | null = null;
  let behind: Background | null = null;
  let state = emptyState;
  let draft = '';

  const stamped = (fact: Fact): Event => ({
    otid: ports.randomId(),
    now: ports.now(),
    random: ports.random(),
    ...fact,
  });

  function replace(next: State): void {
    if (next === state) return;
    state = next;
    onChange();
  }

  /** In the tab that leads: what has happened is decided on, kept, carried out and told to the other tabs. */
  function dispatch(event: Event): void {
    if (!engine) return;
    const previous = state;
    const next = transition(state, event);
    if (next.state !== previous) {
      saving.changed(previous, next.state, event.type === 'restored');
      sharing.tell(event);
      replace(next.state);
    }
    for (const effect of next.effects) engine?.run(effect);
    if (event.type !== 'conversationDeleted') return;
    behind?.drop(event.id);
    saving.forget(event.id);
  }

  /** In the others: the same decisions on the same state, without the deeds. */
  function apply(events: readonly Event[]): void {
    const before = state.conversation;
    replace(events.reduce((now, event) => transition(now, event).state, state));
    if (state.conversation !== before) void loadDraft();
  }

  function lead(mirrored: boolean): Promise<void> {
    engine = newEngine();
    return (mirrored ? goOn(state) : saving.lastOpen().then(reopen)).then(resumeOthers);
  }

  function newEngine(): Effects {
    const made: Effects = createEffects({
      transport,
      tools: options.tools,
      stored: saving.flush,
      later: ports.later,
      report: (fact) => (made === engine ? dispatch(stamped(fact)) : behind?.heard(made, stamped(fact))),
    });
    return made;
  }

  /** What goes on behind the open conversation. Rejects when its code cannot be had: then it waits to be opened again. */
  async function background(): Promise<Background> {
    const { createBackground } = await import('./conversations.ts');
    const noted = (conversations: State['conversations']) =>
      dispatch(stamped({ type: 'conversationsLoaded', conversations }));
    behind ??= createBackground({ saving, newEngine, stamped, noted, list: () => state.conversations });
    return behind;
  }

  async function resumeOthers(): Promise<void> {
    const others = (await saving.unfinished()).filter((id) => id !== state.conversation);
    if (others.length > 0) void background().then((all) => others.map(all.resume), console.error);
  }

  /** The last leader may have closed just now: what it stored last is what counts. */
  async function reopen(conversation: string | null): Promise<void> {
    await behind?.release(conversation);
    const kept = await saving.load(conversation);
    if (engine && behind && isUnderWay(state)) {
      behind.adopt(engine, state);
      engine = newEngine();
    }
    draft = kept.draft;
    await goOn(kept.state);
  }

  async function goOn(kept: State): Promise<void> {
    if (!engine) return;
    engine.run({ type: 'closeStream' });
    dispatch(stamped({ type: 'restored', state: kept }));
    surroundings.start();
  }

  function stopEngine(): void {
    engine?.close();
    engine = null;
    behind?.close();
    behind = null;
    surroundings.stop();
    saving.drop();
  }

  async function grant(wish: Wish): Promise<void> {
    if ('open' in wish) await openHere(wish.open);
    else if (wish.event.type === 'wentOnline' || wish.event.type === 'becameVisible') returned(wish.event);
    else dispatch(wish.event);
    await saving.flush();
  }

  /** A conversation that has not been begun is a new one already; what was refused in it goes. */
  async function openHere(conversation: string | null): Promise<void> {
    if (conversation === state.conversation && conversation !== null) return;
    if (conversation === null && state.conversation === null) {
      if (!isUnderWay(state)) await goOn(emptyState);
      return;
    }
    await saving.flush();
    if (isUnderWay(state)) await background().catch(console.error);
    await reopen(conversation);
  }

  async function loadDraft(): Promise<void> {
    const { conversation } = state;
    const kept = await saving.load(conversation);
    if (conversation !== state.conversation) return;
    draft = kept.draft;
    onChange();
  }

  function returned(event: Event): void {
    if (engine && engine.silence() > SUSPICIOUS) engine.drop();
    dispatch(event);
    behind?.happened(event);
    surroundings.again();
  }

  const ask = (fact: Fact): Promise<void> => {
    const event = stamped(fact);
    return sharing.wish({ id: event.otid, event });
  };

  const kept = await saving.load(await saving.lastOpen());
  state = kept.state;
  draft = kept.draft;
  onChange();
  await sharing.join();
  ports.watch(
    {
      online: () => void ask({ type: 'wentOnline' }),
      visible: () => void ask({ type: 'becameVisible' }),
      leaving: () => void saving.flush(),
      frozen() {
        void saving.flush();
        stopEngine();
        sharing.leave();
      },
      thawed: () => void sharing.join(),
    },
    ended.signal,
  );
  return {
    get state() {
      return state;
    },
    get draft() {
      return draft;
    },
    happen: ask,
    open: (conversation) => sharing.wish({ id: ports.randomId(), open: conversation }),
    setDraft(text) {
      draft = text;
      saving.saveDraft(state.conversation, text);
      onChange();
    },
    announceReset: sharing.announceReset,
    async conversations() {
      const { createConversations } = await import('./conversations.ts');
      return createConversations({ transport, saving, state: () => state, tell: ask, signal: ended.signal });
    },
    close() {
      ended.abort();
      stopEngine();
      sharing.leave();
    },
  };
}
