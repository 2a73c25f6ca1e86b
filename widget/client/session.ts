/**
 * The engine at work for one visitor: holds the state, feeds events to core and, in the tab that leads, has its orders
 * carried out and the state stored. The public face with its checks is client.ts; what there is beside the open conversation is
 * others.ts's business, what the tabs of a site say to each other sharing.ts's.
 */
import { transition } from '../core/conversation.ts';
import type { Event, Fact } from '../core/events.ts';
import { emptyState, type State } from '../core/state.ts';
import type { Store } from '../storage/store.ts';
import type { Lead } from '../tabs/claim.ts';
import type { Tabs } from '../tabs/tabs.ts';
import { brokenOff } from '../transport/failure.ts';
import { Refused } from '../transport/first-requests.ts';
import { refused } from '../transport/refusal.ts';
import type { TimeLimits } from '../transport/time-limits.ts';
import { createTransport, type Line, type Transport } from '../transport/transport.ts';
import { createAsking } from './asking.ts';
import type { Drafts } from './drafts.ts';
import { createEffects, type Effects } from './effects.ts';
import { createKept, type Kept } from './kept.ts';
import { createOthers, type Others } from './others.ts';
import type { ClientPorts } from './ports.ts';
import { createSharing, type Wish } from './sharing.ts';
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
  readonly drafts: Drafts;
  /** What the first client hands over; it is gone on with in place of what was kept. */
  readonly handed?: UnderWay | undefined;
  /** The lead that it had. */
  readonly led?: Lead | undefined;
  readonly onChange: () => void;
  /** Another tab is about to forget everything. `left`: somebody else is here now. */
  readonly onReset: (left?: boolean) => void;
}

/** Something that is under way, and is handed over. */
export interface UnderWay {
  readonly state: State;
  /** Its open line. */
  readonly line?: OpenLine | undefined;
  /** What the last request has come to. */
  readonly error?: unknown;
  /** Whether the visitor has stopped it. */
  readonly stopped?: boolean | undefined;
}

export interface OpenLine {
  /** Tells what it says, also what nobody has heard yet; resolves or rejects when it ends. */
  follow(line: Pick<Line, 'onEvent' | 'signal'>): Promise<void>;
  /** Nobody will. */
  abort(): void;
}

export interface Session {
  readonly state: State;
  /** Resolves when it has happened and is stored, whichever tab sees to it. */
  happen(fact: Fact): Promise<void>;
  /** `agent`: whom a new one is with; default whoever answered last. */
  open(conversation: string | null, agent?: string): Promise<void>;
  announceReset(): void;
  /** What there is beside the open conversation. */
  readonly others: Others;
  close(): void;
}

/** What of a session others.ts works with. */
export interface Inside {
  readonly options: SessionOptions;
  readonly transport: Transport;
  readonly saving: Kept;
  readonly drafts: Drafts;
  readonly state: () => State;
  readonly replace: (next: State) => void;
  /** At work for the open conversation; `null` in a tab that does not lead. */
  readonly engine: () => Effects | null;
  readonly newEngine: () => Effects;
  /** The open conversation gets a new one. */
  readonly renewEngine: () => void;
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
  const { ports, store, scope, drafts, onChange } = options;
  const ended = new AbortController();
  const transport = createTransport({
    ...options,
    ...visitorTokens(store, scope, globalThis.navigator?.locks),
    fetch: ports.fetch,
    isOnline: ports.isOnline,
  });
  const asking = createAsking((failure) => report({ type: 'troubled', failure }), ports.later);
  const saving = createKept(store, scope.agent);
  const sharing = createSharing(
    options.tabs,
    {
      state: () => state,
      lead,
      follow: stopEngine,
      mirror,
      /** The same decisions on the same state, without the deeds. */
      apply: (events) => mirror(events.reduce((now, event) => transition(now, event).state, state)),
      grant,
      reset: options.onReset,
      later: ports.later,
    },
    options.led,
  );
  /** Handed over, and not yet gone on with. */
  let { handed } = options;
  let engine: Effects | null = null;
  let opening = Promise.resolve();
  let joined = false;
  /** Whether there has been a conversation here, or the visitor wanted a new one. */
  let met = false;
  let lookups = 0;
  let leading = new AbortController();
  let state = emptyState;
  drafts.save = (text) => saving.saveDraft(state.conversation, text);

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

  function replace(next: State): void {
    if (next === state) return;
    state = next;
    met ||= next.conversation !== null;
    onChange();
  }

  /** In the tab that leads: what has happened is decided on, kept, carried out and told to the other tabs. */
  async function dispatch(event: Event): Promise<void> {
    if (!engine) return;
    others.happened(event);
    const previous = state;
    const next = transition(state, event);
    if (next.state !== previous) {
      saving.changed(previous, next.state, event.type === 'restored');
      sharing.tell(event);
      replace(next.state);
    }
    for (const effect of next.effects) engine?.run(effect);
  }

  async function lead(mirrored: boolean): Promise<void> {
    engine = newEngine();
    leading = new AbortController();
    if (handed && !mirrored) return goOnFresh(handed);
    await goOn(mirrored ? state : await read());
    if (!engine) return;
    lookForAgent(others.partner());
    others.lookAround();
  }

  /** What is handed over has just come from the proxy, which is asked only where something is under way. */
  async function goOnFresh(fresh: UnderWay): Promise<void> {
    handed = undefined;
    await saving.lastOpen();
    await takeUp(fresh);
    if (fresh.stopped) await report({ type: 'stopRequested' });
    if (!fresh.state.agent) lookForAgent(undefined);
  }

  async function takeUp({ state: fresh, line, error, stopped }: UnderWay): Promise<void> {
    const { turn } = fresh;
    if (!('ticket' in turn)) return;
    const { ticket } = turn;
    if (line) {
      const follow = (mine: Line) =>
        line.follow(mine).catch((cause) => Promise.reject(brokenOff(ports.isOnline(), cause)));
      void engine?.follow(ticket, follow);
    } else if (error instanceof Refused) {
      const { failure } = await refused(error.message, error.response);
      await report({ type: 'requestFailed', ticket, failure });
    } else if (!stopped) await goOn(fresh);
  }

  /** What was open last. The last leader may have closed just now: what it stored last is what counts. */
  async function read(): Promise<State> {
    const kept = await saving.load(await saving.lastOpen());
    drafts.text = kept.draft;
    return kept.state;
  }

  /** Takes over the state of the tab that leads. */
  function mirror(next: State): void {
    const moved = next.conversation !== state.conversation;
    replace(next);
    if (moved) void loadDraft();
  }

  async function loadDraft(): Promise<void> {
    const { conversation } = state;
    const kept = await saving.load(conversation);
    if (conversation !== state.conversation) return;
    drafts.text = kept.draft;
    onChange();
  }

  function newEngine(): Effects {
    const made: Effects = createEffects({
      transport,
      tools: options.tools,
      reuses,
      stored: saving.flush,
      later: ports.later,
      report: (fact) => (made === engine ? dispatch(stamped(fact)) : others.heard(made, stamped(fact))),
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
    others.stop();
    leading.abort();
    saving.drop();
  }

  async function grant(wish: Wish): Promise<void> {
    if ('open' in wish) {
      const { open, agent } = wish;
      met = true;
      opening = opening.then(() => others.open(open, agent));
    }
    await opening; // what is said next is said there
    if ('event' in wish) await dispatch(wish.event);
    await saving.flush();
  }

  const happen = (fact: Fact): Promise<void> => {
    const event = stamped(fact);
    return sharing.wish({ id: event.otid, event });
  };

  /** What waits for the line waits no longer; the conversation, once there is one. */
  function came(fact: Fact): void {
    asking.again();
    if (joined) void happen(fact);
  }

  const others = createOthers({
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
    stamped,
    report,
    goOn,
    grant,
    happen,
    lookForAgent,
    reuses,
    asks,
    signal: ended.signal,
  });

  ports.watch(
    {
      online: () => came({ type: 'wentOnline' }),
      visible: () => came({ type: 'becameVisible' }),
      leaving: () => void saving.flush(),
      frozen() {
        void saving.flush();
        stopEngine();
        sharing.leave();
      },
      thawed: () => void (joined && sharing.join()),
    },
    ended.signal,
  );
  replace(handed?.state ?? (await read()));
  onChange();
  await sharing.join();
  handed?.line?.abort(); // another tab goes on with it
  handed = undefined;
  joined = true;

  return {
    get state() {
      return state;
    },
    happen,
    open: (conversation, agent) => drafts.along(sharing.wish({ id: ports.randomId(), open: conversation, agent })),
    announceReset: sharing.announceReset,
    others,
    close() {
      ended.abort();
      stopEngine();
      sharing.leave();
    },
  };
}
