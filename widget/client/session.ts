/**
 * The engine at work for one visitor: holds the state, feeds events to core and, in the tab that leads, has its orders
 * carried out and the state stored. The public face with its checks is client.ts.
 */
import type { Event, Fact, Step } from '../core/events.ts';
import { emptyState, isUnderWay, type State } from '../core/state.ts';
import { undisturbed } from '../core/undisturbed.ts';
import type { Status } from '../core/view.ts';
import type { Store } from '../storage/store.ts';
import type { Tabs } from '../tabs/tabs.ts';
import { unanswered } from '../transport/failure.ts';
import type { TimeLimits } from '../transport/time-limits.ts';
import { createTransport } from '../transport/transport.ts';
import { createAsking } from './asking.ts';
import type { Background } from './background.ts';
import type { Conversations } from './conversations.ts';
import type { Directory } from './directory.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { createEffects, type Effects } from './effects.ts';
import { createPlace } from './place.ts';
import type { ClientPorts } from './ports.ts';
import { createSaving } from './saving.ts';
import type { SharingHooks, Wish } from './sharing.ts';
import { findAgent } from './surroundings.ts';
import type { Tools } from './tools.ts';
import { type Scope, visitorTokens } from './visitor.ts';

type Rest = typeof import('./rest.ts');

export interface SessionOptions {
  readonly proxy: string;
  readonly agent: string | undefined;
  readonly identity: (() => Promise<string>) | undefined;
  readonly challenge: ((siteKey: string) => Promise<string>) | undefined;
  readonly tools: () => Tools;
  readonly timeLimits: Partial<TimeLimits> | undefined;
  readonly ports: ClientPorts;
  readonly store: Store;
  readonly tabs: Tabs | null;
  readonly scope: Scope;
  readonly onChange: () => void;
  /** Another tab is about to forget everything. `left`: somebody else is here now. */
  readonly onReset: (left?: boolean) => void;
}

export interface Session {
  readonly state: State;
  readonly drafts: Drafts;
  /** While something waits for the rest of the engine, which a dead line does not let come: what is to be shown meanwhile. */
  readonly stalled: Status | undefined;
  /** Resolves when it has happened and is stored, whichever tab sees to it. */
  happen(fact: Fact): Promise<void>;
  /** `agent`: whom a new one is with; default whoever answered last. */
  open(conversation: string | null, agent?: string): Promise<void>;
  announceReset(): void;
  conversations(): Promise<Conversations>;
  directory(): Promise<Directory>;
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
  const asking = createAsking((failure) => report({ type: 'troubled', failure }), ports.later);
  const saving = createSaving(store, scope.agent, rest);
  const hooks: SharingHooks = {
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
  };
  const place = createPlace(tabs, hooks, rest);
  let engine: Effects | null = null;
  let behind: Background | null = null;
  let opening = Promise.resolve();
  let resting: Promise<Rest> | null = null;
  let decide: (state: State, event: Event) => Step | null = undisturbed;
  let held: Event[] = [];
  let joined = false;
  /** Whether there has been a conversation here, or the visitor wanted a new one. */
  let met = false;
  let lookups = 0;
  let leading = new AbortController();
  let state = emptyState;
  const drafts = createDrafts((text) => saving.saveDraft(state.conversation, text), onChange);

  const stamped = (fact: Fact): Event => ({
    otid: ports.randomId(),
    now: ports.now(),
    random: ports.random(),
    ...fact,
  });

  const report = (fact: Fact) => dispatch(stamped(fact));

  /** The rest of the engine: fetched once, and again until it is there. */
  function rest(): Promise<Rest> {
    resting ??= asking.until(fetchRest, ended.signal);
    return resting;
  }

  async function fetchRest(): Promise<Rest> {
    try {
      const part = await import('./rest.ts');
      decide = part.transition;
      return part;
    } catch (cause) {
      throw unanswered('The address of the widget', ports.isOnline(), cause);
    }
  }

  function replace(next: State): void {
    if (next === state) return;
    state = next;
    met ||= next.conversation !== null;
    onChange();
  }

  /** In the tab that leads: what has happened is decided on, kept, carried out and told to the other tabs. */
  async function dispatch(event: Event): Promise<void> {
    if (!engine) return;
    const previous = state;
    const next = isResult(event) && held.some(isResult) ? null : decide(state, event);
    if (!next) return hold(event);
    if (next.state !== previous) {
      saving.changed(previous, next.state, event.type === 'restored');
      place.tell(event);
      replace(next.state);
    }
    for (const effect of next.effects) engine?.run(effect);
    if (!resting && state.turn.phase === 'idle' && state.conversation !== null) ports.soon(() => void rest());
    if (event.type !== 'conversationDeleted') return;
    behind?.drop(event.id);
    saving.forget(event.id);
  }

  /** What the first part of the engine does not decide, and what comes of a request after that, waits for the rest. */
  function hold(event: Event): Promise<void> {
    held.push(event);
    onChange();
    return rest().then(() => {
      const events = held;
      held = [];
      onChange();
      events.forEach(dispatch);
    });
  }

  /** In the others: the same decisions on the same state, without the deeds. */
  function apply(events: readonly Event[]): void {
    const before = state.conversation;
    replace(events.reduce((now, event) => decide(now, event)?.state ?? now, state));
    if (state.conversation !== before) void loadDraft();
  }

  function lead(mirrored: boolean): Promise<void> {
    engine = newEngine();
    return (mirrored ? goOn(state) : saving.lastOpen().then(reopen)).then(resumeOthers).then(lookAround);
  }

  function newEngine(): Effects {
    const made: Effects = createEffects({
      transport,
      tools: options.tools,
      reuses: () => !!options.identity && !met,
      rest,
      stored: saving.flush,
      later: ports.later,
      report: (fact) => (made === engine ? dispatch(stamped(fact)) : behind?.heard(made, stamped(fact))),
    });
    return made;
  }

  /** What goes on behind the open conversation. */
  async function background(): Promise<Background> {
    const { createBackground } = await rest();
    const noted = (conversations: State['conversations']) => report({ type: 'conversationsLoaded', conversations });
    behind ??= createBackground({ saving, newEngine, stamped, noted, list: () => state.conversations });
    return behind;
  }

  async function resumeOthers(): Promise<void> {
    const others = (await saving.unfinished()).filter((id) => id !== state.conversation);
    // Another tab may have the lead by the time that this part is there.
    if (others.length > 0) void background().then((all) => engine && others.map(all.resume));
  }

  /** The last leader may have closed just now: what it stored last is what counts. */
  async function reopen(conversation: string | null): Promise<void> {
    await behind?.release(conversation);
    const kept = await saving.load(conversation);
    if (engine && behind && isUnderWay(state)) {
      behind.adopt(engine, state);
      engine = newEngine();
    }
    drafts.text = kept.draft;
    await goOn(kept.state);
  }

  async function goOn(kept: State): Promise<void> {
    if (!engine) return;
    engine.run({ type: 'closeStream' });
    await report({ type: 'restored', state: kept });
  }

  /** Asks for what is shown beside the conversation. Who is here for the first time has no others. */
  function lookAround(): void {
    if (!engine) return;
    leading = new AbortController();
    const { signal } = leading;
    lookForAgent();
    void resting
      ?.then(({ listConversations }) => asking.until(() => listConversations(transport, signal), signal))
      .then((conversations) => {
        report({ type: 'conversationsLoaded', conversations });
        checkAgent();
        goBack();
      });
  }

  /** Who answers in the open conversation; in a new one who was chosen, or answered last, or the proxy's first. */
  function lookForAgent(chosen?: string): void {
    const { signal } = leading;
    const mine = ++lookups;
    const { agent } = state;
    const name = options.agent ?? chosen ?? agentHere() ?? (agent?.removed ? undefined : agent?.name);
    void asking
      .until(() => findAgent(transport, name, options.agent !== undefined, signal), signal)
      .then((found) => {
        if (mine === lookups) void report({ type: 'agentLoaded', agent: found });
      });
  }

  const agentHere = () => state.conversations.find(({ id }) => id === state.conversation)?.agent;

  function checkAgent(chosen = agentHere()): void {
    const other = chosen !== state.agent?.name && !options.agent && chosen;
    // What is said next is said to that one, even before more than its name is known.
    if (other) report({ type: 'agentLoaded', agent: { name: other, title: other, description: '' } });
    if (other || state.agent?.removed) lookForAgent(chosen);
  }

  /** A person who has nothing on this device finds the newest conversation of the others. */
  function goBack(): void {
    const [newest] = state.conversations;
    if (!options.identity || met || !newest || drafts.text || isUnderWay(state) || state.transcript.length > 0) return;
    void grant({ id: ports.randomId(), open: newest.id });
  }

  function stopEngine(): void {
    engine?.close();
    engine = null;
    behind?.close();
    behind = null;
    leading.abort();
    saving.drop();
  }

  async function grant(wish: Wish): Promise<void> {
    if ('open' in wish) {
      const { open, agent } = wish;
      opening = opening
        .then(() => openHere(open))
        .then(() => {
          met = true;
          checkAgent(agent);
        });
    }
    await opening; // what is said next is said there
    if ('open' in wish) return saving.flush();
    if (wish.event.type === 'wentOnline' || wish.event.type === 'becameVisible') returned(wish.event);
    else await dispatch(wish.event);
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
    if (isUnderWay(state)) await background();
    await reopen(conversation);
  }

  async function loadDraft(): Promise<void> {
    const { conversation } = state;
    const kept = await saving.load(conversation);
    if (conversation !== state.conversation) return;
    drafts.text = kept.draft;
    onChange();
  }

  function returned(event: Event): void {
    engine?.dropSilent(SUSPICIOUS);
    dispatch(event);
    behind?.happened(event);
  }

  const ask = (fact: Fact): Promise<void> => {
    const event = stamped(fact);
    return place.wish({ id: event.otid, event });
  };

  /** What waits for the line waits no longer; the conversation, once there is one. */
  function came(fact: Fact): void {
    asking.again();
    if (joined) void ask(fact);
  }

  ports.watch(
    {
      online: () => came({ type: 'wentOnline' }),
      visible: () => came({ type: 'becameVisible' }),
      leaving: () => void saving.flush(),
      frozen() {
        void saving.flush();
        stopEngine();
        place.leave();
      },
      thawed: () => void (joined && place.join()),
    },
    ended.signal,
  );
  if (options.identity) void rest(); // whoever has a name may have been here by another device
  const kept = await saving.load(await saving.lastOpen());
  state = kept.state;
  drafts.text = kept.draft;
  onChange();
  await place.join();
  joined = true;

  return {
    get state() {
      return state;
    },
    get stalled() {
      if (held.some(({ type }) => type === 'stopRequested')) return 'stopping';
      return held.some(isResult) ? 'reconnecting' : undefined;
    },
    drafts,
    happen: ask,
    open: (conversation, agent) => drafts.along(place.wish({ id: ports.randomId(), open: conversation, agent })),
    announceReset: place.announceReset,
    async conversations() {
      const { createConversations } = await rest();
      return createConversations({ transport, saving, state: () => state, tell: ask, signal: ended.signal });
    },
    directory: async () => (await rest()).createDirectory(transport, ended.signal),
    close() {
      ended.abort();
      stopEngine();
      place.leave();
    },
  };
}

/** Of something that the engine has asked for. */
const isResult = (event: Event): boolean => 'ticket' in event;
