/**
 * The engine at work for one visitor: holds the state, feeds events to core and, in the tab that leads, has its orders
 * carried out and the state stored. The public face with its checks is client.ts; what other conversations and other tabs
 * ask of it is others.ts's business, which comes with the rest of the engine.
 */
import type { Event, Fact } from '../core/events.ts';
import { emptyState, type State } from '../core/state.ts';
import { undisturbed } from '../core/undisturbed.ts';
import type { Status } from '../core/view.ts';
import type { Store } from '../storage/store.ts';
import type { Tabs } from '../tabs/tabs.ts';
import type { TimeLimits } from '../transport/time-limits.ts';
import { createTransport, type Transport } from '../transport/transport.ts';
import { createAsking } from './asking.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { createEffects, type Effects } from './effects.ts';
import { fetchRest, type Rest } from './fetch-rest.ts';
import type { Others } from './others.ts';
import { createPlace } from './place.ts';
import type { ClientPorts } from './ports.ts';
import { createSaving, type Saving } from './saving.ts';
import type { Wish } from './sharing.ts';
import { findAgent } from './surroundings.ts';
import type { Tools } from './tools.ts';
import { type Scope, visitorTokens } from './visitor.ts';

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
  /** What there is beside the open conversation. */
  others(): Promise<Others>;
  close(): void;
}

/** What of a session others.ts works with. */
export interface Inside {
  readonly options: SessionOptions;
  readonly transport: Transport;
  readonly saving: Saving;
  readonly drafts: Drafts;
  readonly state: () => State;
  readonly replace: (next: State) => void;
  /** At work for the open conversation; `null` in a tab that does not lead. */
  readonly engine: () => Effects | null;
  readonly newEngine: () => Effects;
  /** The open conversation gets a new one. */
  readonly renewEngine: () => void;
  readonly lead: (mirrored: boolean) => Promise<void>;
  readonly stopEngine: () => void;
  readonly stamped: (fact: Fact) => Event;
  readonly report: (fact: Fact) => Promise<void>;
  /** Goes on with what was kept, or was another tab's. */
  readonly goOn: (kept: State) => Promise<void>;
  readonly grant: (wish: Wish) => Promise<void>;
  readonly happen: (fact: Fact) => Promise<void>;
  readonly lookForAgent: (chosen: string | undefined) => void;
  /** Whether the newest conversation will do for a new one: a person is to find the same one on every device. */
  readonly reuses: () => boolean;
  /** Resolves when the work does, as long as this tab leads. */
  readonly asks: <Result>(work: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;
  /** Until the session is closed. */
  readonly signal: AbortSignal;
}

/** Reads what was kept and goes on with it. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { ports, store, scope, tabs, onChange } = options;
  const ended = new AbortController();
  const transport = createTransport({
    ...options,
    ...visitorTokens(store, scope, globalThis.navigator?.locks),
    fetch: ports.fetch,
    isOnline: ports.isOnline,
    refusals: async () => whole ?? fetchRest(ports.isOnline),
  });
  const asking = createAsking((failure) => report({ type: 'troubled', failure }), ports.later);
  const saving = createSaving(store, scope.agent, rest);
  const place = createPlace(tabs, {
    lead,
    follow: stopEngine,
    grant,
    share: async (led) => (await others()).share(led),
  });
  let engine: Effects | null = null;
  let beside: Others | null = null;
  let opening: Promise<unknown> = Promise.resolve();
  let resting: Promise<Rest> | null = null;
  /** The rest of the engine, once it is there. */
  let whole: Rest | null = null;
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

  const reuses = () => !!options.identity && !met;

  const asks: Inside['asks'] = (work) => {
    const { signal } = leading;
    return asking.until(() => work(signal), signal);
  };

  /** The rest of the engine: fetched once, and again until it is there. */
  function rest(): Promise<Rest> {
    resting ??= asking
      .until(() => fetchRest(ports.isOnline), ended.signal)
      .then((part) => {
        whole = part;
        beside = part.createOthers(inside);
        return part;
      });
    return resting;
  }

  const others = () => rest().then(() => beside!); // it comes along

  function replace(next: State): void {
    if (next === state) return;
    state = next;
    met ||= next.conversation !== null;
    onChange();
  }

  /** In the tab that leads: what has happened is decided on, kept, carried out and told to the other tabs. */
  async function dispatch(event: Event): Promise<void> {
    if (!engine) return;
    beside?.happened(event);
    const previous = state;
    const decide = whole?.transition ?? undisturbed;
    const next = isResult(event) && held.some(isResult) ? null : decide(state, event);
    if (!next) return hold(event);
    if (next.state !== previous) {
      saving.changed(previous, next.state, event.type === 'restored');
      place.tell(event);
      replace(next.state);
    }
    for (const effect of next.effects) engine?.run(effect);
    if (!resting && state.turn.phase === 'idle' && state.conversation !== null) ports.soon(() => void rest());
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

  async function lead(mirrored: boolean): Promise<void> {
    engine = newEngine();
    await goOn(mirrored ? state : await read());
    if (!engine) return;
    leading = new AbortController();
    lookForAgent(beside?.partner());
    void resting?.then(() => beside?.lookAround()); // who is here for the first time has no others
  }

  /** What was open last. The last leader may have closed just now: what it stored last is what counts. */
  async function read(): Promise<State> {
    const kept = await saving.load(await saving.lastOpen());
    drafts.text = kept.draft;
    return kept.state;
  }

  function newEngine(): Effects {
    const made: Effects = createEffects({
      transport,
      tools: options.tools,
      reuses,
      rest,
      stored: saving.flush,
      later: ports.later,
      report: (fact) => (made === engine ? dispatch(stamped(fact)) : beside?.heard(made, stamped(fact))),
    });
    return made;
  }

  async function goOn(kept: State): Promise<void> {
    if (!engine) return;
    engine.run({ type: 'closeStream' });
    await report({ type: 'restored', state: kept });
  }

  /** Who answers: whom the page names, or who was chosen, or the proxy's first. */
  function lookForAgent(chosen: string | undefined): void {
    const mine = ++lookups;
    const name = options.agent ?? chosen;
    void asks((signal) => findAgent(transport, name, options.agent !== undefined, signal)).then((agent) => {
      if (mine === lookups) void report({ type: 'agentLoaded', agent });
    });
  }

  function stopEngine(): void {
    engine?.close();
    engine = null;
    beside?.stop();
    leading.abort();
    saving.drop();
  }

  async function grant(wish: Wish): Promise<void> {
    if ('open' in wish) {
      const { open, agent } = wish;
      met = true;
      // A first one that nobody has begun is a new one already.
      if (open ?? agent ?? state.conversation ?? beside)
        opening = opening.then(others).then((all) => all.open(open, agent));
    }
    await opening; // what is said next is said there
    if ('event' in wish) await dispatch(wish.event);
    await saving.flush();
  }

  const happen = (fact: Fact): Promise<void> => {
    const event = stamped(fact);
    return place.wish({ id: event.otid, event });
  };

  /** What waits for the line waits no longer; the conversation, once there is one. */
  function came(fact: Fact): void {
    asking.again();
    if (joined) void happen(fact);
  }

  const inside: Inside = {
    options,
    transport,
    saving,
    drafts,
    state: () => state,
    replace,
    engine: () => engine,
    newEngine,
    renewEngine() {
      engine = newEngine();
    },
    lead,
    stopEngine,
    stamped,
    report,
    goOn,
    grant,
    happen,
    lookForAgent,
    reuses,
    asks,
    signal: ended.signal,
  };

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
  state = await read();
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
    happen,
    open: (conversation, agent) => drafts.along(place.wish({ id: ports.randomId(), open: conversation, agent })),
    announceReset: place.announceReset,
    others,
    close() {
      ended.abort();
      stopEngine();
      place.leave();
    },
  };
}

/** Of something that the engine has asked for. */
const isResult = (event: Event): boolean => 'ticket' in event;
