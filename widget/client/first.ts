/**
 * The client of a visitor who is new here, as long as nothing disturbs: all that the widget fetches before the first reply. When that
 * has ended, or something else comes (a lost line, another tab, whatever only the whole client does), the whole client
 * (`client.ts`) is fetched and goes on with what there is.
 */
import type { ChatClient, ChatClientOptions } from '../client.ts';
import { toSnapshot } from '../core/snapshot.ts';
import { IDLE, isUnderWay, lastSeen } from '../core/state.ts';
import type { Status } from '../core/view.ts';
import { keyOf, VERSION } from '../storage/form.ts';
import type { Lead } from '../tabs/claim.ts';
import { createFirstRequests } from '../transport/first-requests.ts';
import { createBelongings } from './belongings.ts';
import { createFirstTalk } from './first-talk.ts';
import { createSaving } from './saving.ts';
import type { UnderWay } from './session.ts';
import { proxyUrl, scopeOf, visitorTokens } from './visitor.ts';

/** What only the whole client does. */
const LATER = [
  'retry',
  'discard',
  'loadOlder',
  'listConversations',
  'renameConversation',
  'deleteConversation',
  'rate',
  'listAgents',
  'describeConversation',
  'readMessages',
  'forkConversation',
  'reset',
  'deleteEverything',
] as const satisfies readonly (keyof ChatClient)[];

type Later = Pick<ChatClient, (typeof LATER)[number]>;

/** How long it takes until the whole client is fetched again, and by how much longer each time (milliseconds). */
const PATIENCE = 2000;

const nothing = () => undefined;

/** @throws {TypeError} when `proxy` is no URL. */
export function createFirstClient(options: ChatClientOptions): ChatClient {
  const { agent, identity, timeLimits } = options;
  const proxy = proxyUrl(options.proxy);
  const belongings = createBelongings(options.ports);
  const { ports, store, news, drafts } = belongings;
  const scope = scopeOf(proxy, agent, '');
  const saving = createSaving(store, scope.agent, (id) => store.put(`${scope.agent}recent`, [id]));
  const tokens = visitorTokens(store, scope, globalThis.navigator?.locks);
  const requests = createFirstRequests({ proxy, fetch: ports.fetch, timeLimits, ...tokens });
  const talk = createFirstTalk({ requests, saving, ports, agent, onChange, onDisturbed: disturbed });
  const left = new AbortController();
  let starting: Promise<void> | undefined;
  /** Whether there is nothing to go on with, so that this client talks. */
  let isNew = false;
  let coming: Promise<ChatClient> | undefined;
  let whole: ChatClient | undefined;
  /** What has come between: what is under way waits for the whole client. */
  let between: Pick<UnderWay, 'error' | 'stopped'> | undefined;
  let led: Lead | undefined;
  let tryAgain: () => void = nothing;
  let changed: () => void = nothing;
  /** Resolves when the conversation is open that was asked for last. */
  let switching: Promise<void> | undefined;
  let closed = false;

  drafts.save = (text) => saving.saveDraft(talk.state.conversation, text);
  news.from({
    make() {
      const { text: draft, opening } = drafts;
      const storage = !isNew ? 'loading' : store.persistent ? 'persistent' : 'memory';
      return toSnapshot(talk.state, { status: status(), storage, draft, opening });
    },
    isBusy: () => isUnderWay(talk.state),
    seen() {
      const seen = lastSeen(talk.state);
      if (isNew && seen !== talk.state.seen) talk.put({ seen });
    },
  });

  function status(): Status {
    const streams = talk.state.turn.phase === 'streaming';
    if (!isUnderWay(talk.state)) return 'idle';
    if (between?.stopped) return 'stopping';
    if (between?.error) return streams ? 'reconnecting' : 'waiting';
    return streams ? 'streaming' : 'sending';
  }

  function onChange(): void {
    news.changed();
    changed();
    const { turn, conversation } = talk.state;
    if (turn === IDLE && conversation !== null) ports.soon(bring); // the first reply has ended
  }

  /** What is under way goes no further here. `error`: why its line has ended; without one it is open. */
  function disturbed(error?: unknown): void {
    between = { ...between, error };
    onChange();
    void bring();
  }

  /** The line ends, too. */
  function broken(stopped = false): void {
    talk.stop();
    between = { ...between, stopped };
    disturbed(new Error());
  }

  function bring(): Promise<ChatClient> {
    coming ??= handOver();
    return coming;
  }

  async function handOver(): Promise<ChatClient> {
    const { goOnWith } = await fetchWhole();
    while (!canLeave()) await nextChange();
    left.abort();
    talk.put({ problem: null });
    saving.drop(); // it is in the state, which is stored from now on by the whole client
    const handed = isNew ? { ...talk.hand(), ...between } : undefined;
    whole = goOnWith({ ...belongings, handed, led, status: status() }, options);
    if (closed) whole.close();
    else await whole.start();
    return whole;
  }

  /** An answer that is not there yet cannot be handed over. */
  const canLeave = () => between || !/^(?:creating|sending)$/.test(talk.state.turn.phase);

  const nextChange = () =>
    new Promise<void>((resolve) => {
      changed = resolve;
    });

  async function fetchWhole(): Promise<typeof import('./whole.ts')> {
    for (let wait = PATIENCE; ; wait += PATIENCE) {
      try {
        return await import('./whole.ts');
      } catch {
        talk.put({ problem: { code: ports.isOnline() ? 'unreachable' : 'offline' } });
        await new Promise<void>((resolve) => {
          tryAgain = resolve;
          ports.later(resolve, wait);
        });
      }
    }
  }

  async function begin(): Promise<void> {
    ports.watch(
      {
        online: () => tryAgain(),
        visible: () => tryAgain(),
        leaving: () => void saving.flush(),
        frozen() {
          void saving.flush();
          led?.release();
          led = undefined;
          broken();
        },
        thawed: nothing,
      },
      left.signal,
    );
    const parts = (['draft', 'thread', 'live'] as const).map((part) => keyOf(scope.agent, part, null));
    const [typed, ...kept] = await store.load(...parts, `${scope.agent}open`, `${scope.proxy}person`);
    const isKnown = identity || kept.some((one) => one !== undefined);
    const lead = isKnown ? null : await ports.claim(`letta-chat-${VERSION}:${scope.agent}`, bring);
    if (!lead) return void (await bring());
    led = lead;
    led.onLost = () => {
      led = undefined;
      broken();
    };
    isNew = true;
    drafts.text = typeof typed === 'string' ? typed : '';
    news.changed();
    talk.lookForAgent().catch(bring);
  }

  async function start(): Promise<void> {
    starting ??= begin();
    await starting;
    await whole?.start(); // where it could not tell who the visitor is, it asks again
  }

  /** Opens another conversation, unless it is the open one; what is said next is said there. */
  function switchBy(act: (client: ChatClient) => Promise<void>, isThere?: () => boolean): Promise<void> {
    async function reach(before: Promise<void> | undefined): Promise<void> {
      await start();
      await before;
      if (!isThere?.()) await act(await bring());
    }

    const switched = drafts.along(reach(switching));
    switching = switched.catch(nothing); // whoever asked for it is told
    return switched;
  }

  /** A conversation that nobody has begun is a new one already. */
  const isUntouched = () => !whole && isNew && talk.state.conversation === null && !isUnderWay(talk.state);

  return {
    ...later(bring),
    get snapshot() {
      return news.snapshot;
    },
    subscribe: news.subscribe,
    start,
    async send(message) {
      const { text, images = [] } = typeof message === 'string' ? { text: message } : message;
      if (!text.trim() && images.length === 0) throw new TypeError('A message needs text or an image.');
      if (!whole) await start();
      await switching;
      return whole ? whole.send(message) : talk.send(text, images);
    },
    async stop() {
      const isHere = whole !== undefined;
      if (!isHere) broken(true);
      const client = await bring();
      if (isHere || !isNew) await client.stop();
    },
    newConversation: (wanted) =>
      switchBy(
        (client) => client.newConversation(wanted),
        () => wanted === undefined && isUntouched(),
      ),
    openConversation: (id) => switchBy((client) => client.openConversation(id)),
    setDraft(text) {
      if (whole) whole.setDraft(text);
      else void start().then(() => drafts.set(text));
    },
    setAttention: news.setAttention,
    close() {
      closed = true;
      left.abort();
      talk.stop();
      led?.release();
      news.close();
      whole?.close();
    },
  };
}

/** The methods that are the whole client's. */
function later(bring: () => Promise<ChatClient>): Later {
  const call =
    (name: keyof Later) =>
    async (...args: readonly unknown[]) =>
      ((await bring())[name] as (...args: readonly unknown[]) => unknown)(...args);
  return Object.fromEntries(LATER.map((name) => [name, call(name)])) as unknown as Later; // each has the types of its name
}
