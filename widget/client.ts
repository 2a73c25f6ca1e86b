/**
 * The headless client (`letta-chat/client`): feeds what happens to core's transition, has its orders carried out, keeps the
 * state stored and tells who listens. In a page and in Node. It draws nothing.
 */
import type { Agent, Rating } from '../proxy/protocol.ts';
import { type Belongings, createBelongings } from './client/belongings.ts';
import type { ConversationPage, PageRequest } from './client/conversations.ts';
import type { ConversationInfo, MessagePage } from './client/directory.ts';
import { createDrafts } from './client/drafts.ts';
import type { Listener } from './client/news.ts';
import { changePerson } from './client/person.ts';
import type { ClientPorts } from './client/ports.ts';
import { openSession, type Session, type UnderWay } from './client/session.ts';
import { hasChanged, subjectOf } from './client/subject.ts';
import type { Tools } from './client/tools.ts';
import { proxyUrl, scopeOf } from './client/visitor.ts';
import { toSnapshot } from './core/snapshot.ts';
import { emptyState, isUnderWay, lastSeen } from './core/state.ts';
import { statusOf } from './core/status.ts';
import type { Snapshot, Status } from './core/view.ts';
import { VERSION } from './storage/form.ts';
import type { Lead } from './tabs/claim.ts';
import { createTabs } from './tabs/tabs.ts';
import type { TimeLimits } from './transport/time-limits.ts';

export type { Agent, Rating } from '../proxy/protocol.ts';
export type { ConversationPage, PageRequest } from './client/conversations.ts';
export type { ConversationInfo, MessagePage } from './client/directory.ts';
export type { Listener } from './client/news.ts';
export type { ChatMessage, ConversationSummary, MessageState, Problem, Snapshot, Status } from './core/view.ts';
export type { Backend } from './storage/store.ts';
export { RequestError } from './transport/failure.ts';

export interface ChatClientOptions {
  /** URL of the proxy; in a page it may be relative to it. */
  readonly proxy: string;
  /** A name from the proxy's list of agents. Default: its first. */
  readonly agent?: string | undefined;
  /** The host site's signed proof of who the visitor is, or how to get one; an empty one says that nobody is signed in. */
  readonly identity?: string | (() => Promise<string>) | undefined;
  /** Has the visitor pass Turnstile and gives its token, where the proxy asks new visitors for one. Default: they are not let in. */
  readonly challenge?: ((siteKey: string) => Promise<string>) | undefined;
  /** Tools that the agent may have the page run, by name. What they return is sent to the agent; what they throw too. */
  readonly tools?: Tools | undefined;
  /** Replaces parts of the surroundings, for tests and other runtimes. */
  readonly ports?: Partial<ClientPorts> | undefined;
  /** Replaces time limits of requests (milliseconds). */
  readonly timeLimits?: Partial<TimeLimits> | undefined;
}

export interface ChatClient {
  /** The current state. It is replaced at each change, never changed. */
  readonly snapshot: Snapshot;
  /** Calls the listener after changes, at most 25 times a second. Ends by the returned function or the signal. */
  subscribe(listener: Listener, options?: { readonly signal?: AbortSignal }): () => void;
  /** Reads the kept transcript, then asks the server. Nothing is requested or stored before. Doing it again does nothing. */
  start(): Promise<void>;
  /** Resolves when the message is in the outbox, from where it goes out as soon as it can. @throws {TypeError} when empty. */
  send(message: string | { readonly text: string; readonly images?: readonly string[] }): Promise<void>;
  stop(): Promise<void>;
  /** Sends a failed message again, as the last. */
  retry(id: string): Promise<void>;
  /** Takes a failed message out of the transcript. */
  discard(id: string): Promise<void>;
  loadOlder(): Promise<void>;
  /** `agent`: a name from the proxy's list, where the option `agent` names none. Default: whoever answered last. */
  newConversation(agent?: string): Promise<void>;
  openConversation(id: string): Promise<void>;
  /** A page of the visitor's conversations, also put into `snapshot.conversations`. Rejects when the proxy does not tell. */
  listConversations(page?: PageRequest): Promise<ConversationPage>;
  /** Changes a conversation's title, at the server too. Rejects when the proxy does not do it. */
  renameConversation(id: string, title: string): Promise<void>;
  /** Deletes a conversation with all its messages, here and at the server. Rejects when the proxy does not do it. */
  deleteConversation(id: string): Promise<void>;
  /**
   * Tells what the visitor thinks of a finished reply of the open conversation, also into its `feedback`; `null` takes it back.
   * Rejects when the proxy does not keep it. @throws {TypeError} for any other message.
   */
  rate(messageId: string, value: Rating | null): Promise<void>;
  /** The agents that the proxy offers, its default first. Rejects when the proxy does not tell. */
  listAgents(): Promise<readonly Agent[]>;
  /**
   * What the server knows of a conversation; counting its messages takes a request for each fifty, unless `counted` is false.
   * Rejects when the proxy does not tell.
   */
  describeConversation(id: string, counted?: boolean): Promise<ConversationInfo>;
  /** A page of at least fifty messages, unless there are fewer: the newest, or those before `before`. Rejects when the proxy does not tell. */
  readMessages(id: string, before?: string): Promise<MessagePage>;
  /**
   * Makes a branch of a conversation: all of it, or what was said before `messageId`, to say something else there. Resolves
   * with its id (nothing is opened), or `null` when nothing was said before: then a new conversation is the same. Rejects with
   * `invalid_request` where the Letta server cannot cut a fork.
   */
  forkConversation(id: string, messageId?: string): Promise<string | null>;
  /** Forgets everything that is stored on this device for this proxy. */
  reset(): Promise<void>;
  /** Deletes all of the visitor's conversations at the server, then does as `reset()`. @throws {RequestError} if it could not; it can be called again. */
  deleteEverything(): Promise<void>;
  /** What the visitor has typed and not sent; it is kept over reloads. */
  setDraft(text: string): void;
  /** Whether the visitor is looking: finished replies count as unread while not. Default: looking. */
  setAttention(looking: boolean): void;
  /** Stops all work of this client. The server is told nothing. */
  close(): void;
}

/** What the first client (`client/first.ts`) hands over to this one. */
export interface Handed extends Belongings {
  /** The open conversation. Default: the one that is kept. */
  readonly handed?: UnderWay | undefined;
  /** What is shown of it until this client is at work. */
  readonly status?: Status | undefined;
  readonly led?: Lead | undefined;
}

/** @throws {TypeError} when `proxy` is no URL. */
export const createChatClient = (options: ChatClientOptions): ChatClient =>
  goOnWith(createBelongings(options.ports), options);

/** @internal @throws {TypeError} when `proxy` is no URL. */
export function goOnWith(given: Handed, options: ChatClientOptions): ChatClient {
  const { store, news } = given;
  const ports = { tabs: createTabs, random: () => Math.random(), ...given.ports };
  const proxy = proxyUrl(options.proxy);
  let { drafts, handed, led, status } = given;
  let session: Session | null = null;
  let starting: Promise<Session> | null = null;
  /** Whether what is kept has been read. */
  let isRead = handed !== undefined;
  let closed = false;
  let trouble: Snapshot['problem'] = null;
  let retry: () => void = done;

  const state = () => session?.state ?? handed?.state ?? emptyState;

  news.from({
    make() {
      const now = state();
      const storage = !isRead ? 'loading' : store.persistent ? 'persistent' : 'memory';
      const { text: draft, opening } = drafts;
      const shown = toSnapshot(now, { status: status ?? statusOf(now), storage, draft, opening });
      return trouble ? { ...shown, problem: trouble } : shown;
    },
    isBusy: () => isUnderWay(state()),
    seen() {
      if (session && lastSeen(session.state) !== session.state.seen) void session.happen({ type: 'seen' });
    },
  });

  async function begin(): Promise<Session> {
    const { identity, agent } = options;
    const ask = async () => (typeof identity === 'function' ? await identity() : identity) || '';
    const proof = await ask();
    const subject = proof && subjectOf(proof);
    trouble = null;
    const scope = scopeOf(proxy, agent, subject);
    if (await hasChanged(store, scope, subject))
      await changePerson({ proxy, agent, scope, subject, proof, ports, store });

    /** Who is not the one any more begins anew, as whoever it is now. */
    async function identify(): Promise<string> {
      const next = await ask();
      if (next && subjectOf(next) === subject) return next;
      ports.later(renew, 0);
      throw new Error('Somebody else is signed in now.');
    }

    const opened = await openSession({
      ...options,
      proxy,
      agent,
      identity: proof ? identify : undefined,
      challenge: options.challenge,
      tools: () => options.tools ?? {},
      timeLimits: options.timeLimits,
      ports,
      store,
      tabs: ports.tabs(`letta-chat-${VERSION}:${scope.agent}`),
      scope,
      drafts,
      handed,
      led,
      onChange: news.changed,
      onReset: resetElsewhere,
    });
    session = opened;
    handed = undefined;
    led = undefined;
    status = undefined;
    isRead = true;
    if (closed) opened.close();
    news.changed();
    return opened;
  }

  /** Whoever the visitor is cannot be told when the page's `identity` fails; the next call asks it again. */
  const started = (): Promise<Session> =>
    (starting ??= begin().catch((error: unknown) => {
      stop();
      trouble = { code: 'identity_refused' };
      if (!closed) retry = ports.later(() => void started().catch(done), RETRY);
      throw error;
    }));

  const conversations = async () => (await started()).others.conversations;

  const directory = async () => (await started()).others.directory;

  const happen = async (fact: Parameters<Session['happen']>[0]) => (await started()).happen(fact);

  function stop(): void {
    retry();
    session?.close();
    session = null;
    starting = null;
    drafts = createDrafts(news.changed);
    news.changed();
  }

  /** The other tabs let go of what is stored before it is removed. */
  async function reset(): Promise<void> {
    const { announceReset } = await started();
    announceReset();
    stop();
    await new Promise<void>((resolve) => ports.later(resolve, LETTING_GO));
    for (const key of await store.keys(scopeOf(proxy, options.agent, '').proxy)) store.put(key, undefined);
    await store.flush();
    await started();
  }

  function renew(): void {
    stop();
    void started().catch(done);
  }

  /** Where somebody else is here now, this tab waits until it is used: two people's tabs would drive each other out. */
  function resetElsewhere(left?: boolean): void {
    stop();
    if (left) trouble = { code: 'identity_refused' };
    else ports.later(() => void started(), 3 * LETTING_GO);
  }

  async function deleteEverything(): Promise<void> {
    await (await conversations()).removeAll();
    await reset();
  }

  return {
    get snapshot() {
      return news.snapshot;
    },
    subscribe: news.subscribe,
    start: () => started().then(done, done), // that it failed is in the snapshot
    async send(message) {
      const { text, images = [] } = typeof message === 'string' ? { text: message } : message;
      if (!text.trim() && images.length === 0) throw new TypeError('A message needs text or an image.');
      await happen({ type: 'submitted', text, images });
    },
    stop: () => happen({ type: 'stopRequested' }),
    retry: (id) => happen({ type: 'retried', id }),
    discard: (id) => happen({ type: 'discarded', id }),
    loadOlder: () => happen({ type: 'olderRequested' }),
    newConversation: async (agent) => (await started()).open(null, agent),
    openConversation: async (id) => (await started()).open(id),
    listConversations: async (page) => (await conversations()).list(page),
    renameConversation: async (id, title) => (await conversations()).rename(id, title),
    deleteConversation: async (id) => (await conversations()).remove(id),
    forkConversation: async (id, messageId) => (await conversations()).fork(id, messageId),
    rate: async (id, value) => (await conversations()).rate(id, value),
    listAgents: async () => (await directory()).agents(),
    describeConversation: async (id, counted) => (await directory()).describe(id, counted),
    readMessages: async (id, before) => (await directory()).messages(id, before),
    reset,
    deleteEverything,
    setDraft: (text) => void started().then(() => drafts.set(text)),
    setAttention: news.setAttention,
    close() {
      closed = true;
      retry();
      session?.close();
      news.close();
    },
  };
}

const done = (): void => undefined;

/** When the page is asked again who the visitor is (milliseconds). */
const RETRY = 15_000;

/** How long other tabs have to let go of what is to be forgotten (milliseconds). */
const LETTING_GO = 100;
