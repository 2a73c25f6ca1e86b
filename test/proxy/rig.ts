// What tests of the proxy stand on: a proxy in front of the simulated Letta, one visitor's hands, and readers of streams.
// The same tests run in process (`startRig`) and in workerd (test/worker/rig.ts): they see only what is in `Rig`.
import { createSimulator, type Simulator } from '../../demo/simulator/index.ts';
import { createProxy } from '../../proxy/app.ts';
import { parseConfig } from '../../proxy/config.ts';
import type { LogEntry } from '../../proxy/log.ts';
import type { Meter } from '../../proxy/observe.ts';
import { parseStreamEvent, type StreamEvent } from '../../proxy/protocol.ts';
import type { Files } from '../../proxy/static.ts';
import { createMemoryStore } from '../../proxy/store/memory.ts';
import type { Store } from '../../proxy/store/store.ts';
import { TIMEOUTS, type Timeouts } from '../../proxy/timeouts.ts';

export const SECRET = 'a secret of at least thirty-two characters';
export const ORIGIN = 'https://shop.example';

/** Settings that limit nothing, for tests that ask faster than any visitor. */
export const UNLIMITED: Readonly<Record<string, string>> = {
  REQUESTS_PER_MINUTE: '0',
  VISITORS_PER_MINUTE: '0',
  CONVERSATIONS_PER_MINUTE: '0',
  CONVERSATIONS_PER_MINUTE_PER_ADDRESS: '0',
  MESSAGES_PER_MINUTE: '0',
  MESSAGES_PER_MINUTE_PER_ADDRESS: '0',
  RUNS_AT_ONCE: '0',
  TOKENS_PER_DAY: '0',
  TOKENS_PER_DAY_PER_VISITOR: '0',
};

/** A tool that the page runs, known to the agent `tools`. */
export const TOOL = { name: 'get_page', description: 'Reads the page', parameters: { type: 'object', properties: {} } };

export interface Rig {
  /** Asks the proxy. */
  /** The header `test-address` is the client's address, in process. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Asks Letta itself, past the proxy. */
  letta(path: string): Promise<Response>;
  /** Letta's id of the agent `support`. */
  readonly agentId: string;
  /** What the proxy has asked of Letta, like `POST /v1/conversations/`. */
  readonly upstream: string[];
  /** Bodies of the sends among them. */
  readonly sent: Record<string, unknown>[];
  close(): Promise<void>;
}

/** A rig in this process, where a test can also look at the log and hurry the clock. */
export interface LocalRig extends Rig {
  readonly simulator: Simulator;
  readonly log: LogEntry[];
  readonly agents: ReturnType<typeof addAgents>;
  /** Milliseconds added to the proxy's clock. */
  later: number;
  /** Puts a failure between proxy and Letta; `null` answers as the simulator does. */
  intercept: ((request: Request) => Promise<Response> | null) | null;
}

export interface RigOptions {
  readonly redis?: boolean;
  readonly store?: Store;
  readonly timeouts?: Partial<Timeouts>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The widget's files. Default: none. */
  readonly files?: Files;
  readonly meters?: readonly Meter[];
  /** What the simulated Letta asks for. */
  readonly apiKey?: string;
  /** Stands in front of this rig's simulator: the proxy started anew, with the same agents. */
  readonly restarted?: LocalRig;
}

/** The settings for two agents of Letta: `support`, and `tools` that shows its reasoning and has a client tool. */
export function settingsFor(support: string, tools: string) {
  const agents = [
    { name: 'support', title: 'Support', description: 'Answers.', agent_id: support },
    { name: 'tools', title: 'Tools', agent_id: tools, show: ['reasoning', 'tokens'], tools: [TOOL] },
  ];
  return { support, settings: { AGENTS: JSON.stringify(agents), VISITOR_SECRET: SECRET, ALLOWED_ORIGINS: ORIGIN } };
}

/** Makes these two agents in the simulator. */
export function addAgents(simulator: Simulator) {
  const make = (name: string) =>
    simulator.addAgent({
      name,
      model: 'letta-chat/scripted',
      memory_blocks: [{ label: 'human', value: 'unknown' }],
    }).id;
  return settingsFor(make('support'), make('tools'));
}

/** Notes what reaches Letta on its way there. */
export async function record(rig: Pick<Rig, 'upstream' | 'sent'>, request: Request): Promise<void> {
  const { pathname } = new URL(request.url);
  rig.upstream.push(`${request.method} ${pathname}`);
  if (request.method === 'POST' && pathname.endsWith('/messages')) rig.sent.push(await request.clone().json());
}

export function startRig(options: RigOptions = {}): LocalRig {
  const { redis = true, store = createMemoryStore(), timeouts = {}, settings = {}, apiKey } = options;
  const simulator = options.restarted?.simulator ?? createSimulator({ redis, ...(apiKey !== undefined && { apiKey }) });
  const agents = options.restarted?.agents ?? addAgents(simulator);
  const config = parseConfig({ LETTA_BASE_URL: 'http://letta.test', ...UNLIMITED, ...agents.settings, ...settings });
  const rig: LocalRig = {
    simulator,
    upstream: [],
    sent: [],
    log: [],
    agents,
    agentId: agents.support,
    later: 0,
    intercept: null,
    request: async (path, init) => app.request(path, init),
    letta: (path) => simulator.fetch(new Request(`http://letta.test${path}`)),
    async close() {
      simulator.close();
    },
  };
  const app = createProxy(config, {
    addressOf: (c) => c.req.header('test-address') ?? null,
    ...(options.files && { files: options.files }),
    ...(options.meters && { meters: options.meters }),
    store,
    log: (entry) => rig.log.push(entry),
    now: () => Date.now() + rig.later,
    timeouts: { ...TIMEOUTS, ...timeouts },
    async fetch(input, init) {
      const request = new Request(input, init);
      await record(rig, request);
      return (await rig.intercept?.(request)) ?? simulator.fetch(request);
    },
  });
  return rig;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape, and a wrong look fails the test
  readonly body: any;
}

export type Visitor = Awaited<ReturnType<typeof newVisitor>>;

/** A new visitor, who asks with a token of their own. */
export async function newVisitor(rig: Pick<Rig, 'request'>) {
  const minted = await rig.request('/v1/visitors', { method: 'POST' });
  const { token, visitor_id } = (await minted.json()) as { token: string; visitor_id: string };

  function raw(method: string, path: string, body?: unknown, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return rig.request(path, { ...init, method, headers, ...(body !== undefined && { body: text }) });
  }

  async function call(method: string, path: string, body?: unknown, init?: RequestInit): Promise<Answer> {
    const response = await raw(method, path, body, init);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  return {
    token,
    id: visitor_id,
    raw,
    call,
    /** Makes a conversation and gives its id. */
    async converse(agent = 'support'): Promise<string> {
      return (await call('POST', `/v1/conversations?agent_id=${agent}`)).body.id;
    },
    /** Opens the stream of one user message. */
    open: (conversation: string, content: unknown, otid: string = crypto.randomUUID(), init?: RequestInit) =>
      raw('POST', `/v1/conversations/${conversation}/messages`, { messages: [{ role: 'user', content, otid }] }, init),
    /** Says something and gives the whole stream. */
    async say(conversation: string, content: unknown, otid?: string): Promise<StreamEvent[]> {
      return readEvents(await this.open(conversation, content, otid));
    },
    async messages(conversation: string, query = '') {
      return (await call('GET', `/v1/conversations/${conversation}/messages${query}`)).body;
    },
  };
}

/** All events of a stream that is over; it fails when the answer is no stream. */
export async function readEvents(response: Response): Promise<StreamEvent[]> {
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status} ${text}`);
  return parseEvents(text);
}

export const parseEvents = (text: string): StreamEvent[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .flatMap((line) => parseStreamEvent(line.slice(6)) ?? []);

/** Reads a stream that is still going on until its text satisfies the condition; gives the reader to go on or cancel. */
export async function readUntil(response: Response, condition: (text: string) => boolean) {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (!condition(text)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the stream ended before what was waited for: ${text}`);
    text += decoder.decode(value, { stream: true });
  }
  return { text, reader };
}

/** The reply of a stream: its assistant deltas joined. */
export const replyOf = (events: readonly StreamEvent[]): string =>
  events.map((event) => (event.message_type === 'assistant_message' ? event.content : '')).join('');

export const typesOf = (events: readonly StreamEvent[]): string[] => events.map((event) => event.message_type);

/** Whether Letta has a run of this conversation that goes on. */
export async function isRunning(rig: Rig, conversation: string): Promise<boolean> {
  const runs = (await (await rig.letta(`/v1/runs/?conversation_id=${conversation}&limit=1`)).json()) as {
    status: string;
  }[];
  return runs.some(({ status }) => status === 'running' || status === 'created');
}

/** Waits until the condition holds; fails after ten seconds. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`waited in vain until ${what}`);
}
