/**
 * The engine at work for one visitor: holds the state, feeds events to core, has its orders carried out and the state stored.
 * The public face with its checks is client.ts.
 */
import { transition } from '../core/conversation.ts';
import type { Fact } from '../core/events.ts';
import { emptyState, type State } from '../core/state.ts';
import type { Store } from '../storage/store.ts';
import { RequestError } from '../transport/failure.ts';
import type { TimeLimits } from '../transport/time-limits.ts';
import { createTransport } from '../transport/transport.ts';
import { createEffects, type Tools } from './effects.ts';
import type { ClientPorts } from './ports.ts';
import { createSaving } from './saving.ts';
import { type Scope, visitorTokens } from './visitor.ts';

export interface SessionOptions {
  readonly proxy: string;
  readonly agent: string | undefined;
  readonly identity: (() => Promise<string>) | undefined;
  readonly tools: () => Tools;
  readonly timeLimits: Partial<TimeLimits> | undefined;
  readonly ports: ClientPorts;
  readonly store: Store;
  readonly scope: Scope;
  readonly onChange: () => void;
}

export interface Session {
  readonly state: State;
  readonly draft: string;
  dispatch(fact: Fact): void;
  /** Resolves when what has happened so far is stored. */
  stored(): Promise<void>;
  open(conversation: string | null): Promise<void>;
  setDraft(text: string): void;
  close(): void;
}

/** Reads what was kept and goes on with it. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { ports, store, scope, onChange } = options;
  const ended = new AbortController();
  const transport = createTransport({
    ...options,
    ...visitorTokens(store, scope, globalThis.navigator?.locks),
    fetch: ports.fetch,
    isOnline: ports.isOnline,
  });
  const saving = createSaving(store, scope.agent);
  const effects = createEffects({
    transport,
    tools: options.tools,
    stored: saving.flush,
    later: ports.later,
    report: dispatch,
  });
  let state = emptyState;
  let draft = '';

  function dispatch(fact: Fact): void {
    if (ended.signal.aborted) return;
    const stamp = { now: ports.now(), random: ports.random(), otid: ports.randomId() };
    const previous = state;
    const next = transition(state, { ...stamp, ...fact });
    state = next.state;
    if (state !== previous) {
      saving.changed(previous, state, fact.type === 'restored');
      onChange();
    }
    for (const effect of next.effects) effects.run(effect);
    if (previous.conversation === null && fact.type === 'conversationCreated') void ask('conversations');
  }

  async function open(conversation: string | null): Promise<void> {
    await saving.flush();
    const kept = await saving.load(conversation);
    if (ended.signal.aborted) return;
    effects.run({ type: 'closeStream' });
    draft = kept.draft;
    dispatch({ type: 'restored', state: kept.state });
  }

  /** What the chat shows beside the conversation. It is asked for again when the visitor comes back. */
  async function ask(what: 'agent' | 'conversations'): Promise<void> {
    try {
      if (what === 'conversations') {
        dispatch({ type: 'conversationsLoaded', conversations: await transport.conversations(ended.signal) });
        return;
      }
      const agents = await transport.agents(ended.signal);
      const agent = options.agent === undefined ? agents[0] : agents.find(({ name }) => name === options.agent);
      dispatch(agent ? { type: 'agentLoaded', agent } : { type: 'troubled', failure: { code: 'not_found' } });
    } catch (error) {
      if (ended.signal.aborted) return;
      if (!(error instanceof RequestError)) throw error;
      dispatch({ type: 'troubled', failure: error.failure });
    }
  }

  function returned(fact: 'wentOnline' | 'becameVisible'): void {
    if (effects.silence() > SUSPICIOUS) effects.drop();
    dispatch({ type: fact });
    if (!state.agent) void ask('agent');
  }

  await open(await saving.lastOpen());
  void ask('agent');
  void ask('conversations');
  ports.watch(
    {
      online: () => returned('wentOnline'),
      visible: () => returned('becameVisible'),
      leaving: () => void saving.flush(),
    },
    ended.signal,
  );
  /** A conversation that has not been begun is a new one already; what was refused in it goes. */
  async function openNew(): Promise<void> {
    if (state.conversation !== null) await open(null);
    else if (!isUnderWay(state)) dispatch({ type: 'restored', state: emptyState });
  }

  return {
    get state() {
      return state;
    },
    get draft() {
      return draft;
    },
    dispatch,
    stored: saving.flush,
    open: (conversation) => (conversation === null ? openNew() : open(conversation)),
    setDraft(text) {
      draft = text;
      saving.saveDraft(state.conversation, text);
      onChange();
    },
    close() {
      ended.abort();
      effects.close();
      saving.close();
    },
  };
}

/** A line that was silent for this long when the visitor returns is not waited for (milliseconds): a ping has been missed. */
const SUSPICIOUS = 20_000;

const isUnderWay = ({ outbox, turn }: State): boolean => outbox.length > 0 || turn.phase !== 'idle';
