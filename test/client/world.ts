/** The whole chain in one process: simulated Letta, real proxy, a line that can be cut, and clients whose storage outlives them. */
import { createSimulator } from '../../demo/simulator/index.ts';
import { createProxy } from '../../proxy/app.ts';
import { parseConfig } from '../../proxy/config.ts';
import { createMemoryStore } from '../../proxy/store/memory.ts';
import { createFirstClient } from '../../widget/client/first.ts';
import { type ChatClient, type ChatClientOptions, createChatClient, type Snapshot } from '../../widget/client.ts';
import type { Backend } from '../../widget/storage/store.ts';
import { UNLIMITED } from '../proxy/rig.ts';
import { createLine } from './line.ts';

export const PROXY = 'http://proxy.test';

export interface WorldOptions {
  readonly redis?: boolean;
  /** Client tools that the agent has, by name. */
  readonly tools?: readonly string[];
  /** Further agents of the proxy, by name. */
  readonly others?: readonly string[];
  /** What the operator shows of the agent. */
  readonly show?: readonly string[];
  /** Further ones of the proxy. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Whether its clients are whole from the start. Default: as the widget has it, the first client is, which hands over to the whole one. */
  readonly whole?: boolean;
  /** Handed to every client. */
  readonly client?: Partial<ChatClientOptions>;
}

export type World = ReturnType<typeof createWorld>;

export function createWorld(
  context: { after(work: () => void): void },
  { redis = true, tools = [], others = [], show = [], settings = {}, whole = false, client = {} }: WorldOptions = {},
) {
  const letta = createSimulator({ redis, pingInterval: 20_000 });
  const agent = letta.addAgent({ name: 'demo', model: 'letta-chat/scripted' });
  const config = parseConfig({
    ...UNLIMITED,
    ...settings,
    LETTA_BASE_URL: 'http://letta.test',
    VISITOR_SECRET: 'a secret of more than thirty-two characters',
    AGENTS: JSON.stringify([
      {
        name: 'demo',
        title: 'Demo',
        description: '',
        agent_id: agent.id,
        show,
        tools: tools.map((name) => ({ name, description: name, parameters: { type: 'object', properties: {} } })),
      },
      ...others.map((name) => ({ name, agent_id: letta.addAgent({ name, model: 'letta-chat/scripted' }).id })),
    ]),
  });
  const proxy = createProxy(config, {
    fetch: (input, init) => letta.fetch(new Request(input, init)),
    store: createMemoryStore(),
    log: () => undefined,
  });
  const line = createLine((request) => Promise.resolve(proxy.fetch(request)));
  const clients: ChatClient[] = [];
  context.after(() => {
    for (const open of clients) open.close();
    letta.close();
  });

  /** A client as one page load has it. The same `storage` is the same browser. */
  function open(storage: Backend | null = null, options: Partial<ChatClientOptions> = {}): ChatClient {
    const { ports, ...rest } = { ...client, ...options };
    const opened = (whole ? createChatClient : createFirstClient)({
      proxy: PROXY,
      ...rest,
      ports: {
        fetch: line.fetch,
        storage,
        tabs: () => null,
        claim: async () => ({ channel: null, onLost: () => undefined, release: () => undefined }),
        soon: (work) => void setTimeout(work),
        later: quickly,
        isOnline: () => !line.offline,
        watch: line.watch,
        ...ports,
      },
    });
    clients.push(opened);
    return opened;
  }

  return { letta, agent, proxy, line, open };
}

/** Waits are a twentieth of what they are, so that tests need none of their own. */
function quickly(work: () => void, milliseconds: number): () => void {
  const timer = setTimeout(work, milliseconds / 20);
  return () => clearTimeout(timer);
}

/** Storage that outlives its client, and copies what it is given as IndexedDB does. */
export function createDisk(): Backend & { readonly kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  return {
    kept,
    load: async (keys) => keys.map((key) => structuredClone(kept.get(key))),
    save: async (entries, removed) => {
      for (const [key, value] of structuredClone(entries)) kept.set(key, value);
      for (const key of removed) kept.delete(key);
      return false;
    },
    keys: async () => [...kept.keys()],
  };
}

/** Resolves with the first snapshot that passes the test. */
export async function until(
  client: ChatClient,
  test: (snapshot: Snapshot) => boolean,
  limit = 10_000,
): Promise<Snapshot> {
  if (test(client.snapshot)) return client.snapshot;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      end();
      reject(new Error(`It never came to that: ${test}\n${JSON.stringify(client.snapshot, null, 1)}`));
    }, limit);
    const end = client.subscribe((snapshot) => {
      if (!test(snapshot)) return;
      clearTimeout(timer);
      end();
      resolve(snapshot);
    });
  });
}

/** Resolves when something beside the client's snapshot is so. */
export async function eventually(test: () => boolean, limit = 10_000): Promise<void> {
  const end = Date.now() + limit;
  while (!test()) {
    if (Date.now() > end) throw new Error(`It never came to that: ${test}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const settled = (snapshot: Snapshot): boolean =>
  (snapshot.status === 'idle' || snapshot.status === 'failed') && snapshot.messages.length > 0;

/** The transcript as one reads it. */
export const read = ({ messages }: Pick<Snapshot, 'messages'>): string[] =>
  messages.map(
    ({ role, text, state }) => `${role}: ${text}${state === 'sent' || state === 'complete' ? '' : ` (${state})`}`,
  );
