/** The proxy's API, as the engine uses it. When to ask, and what an answer means, is decided in core/. */
import {
  type Conversation,
  parseCreated,
  parseVisitor,
  type ResumeRequest,
  type SendRequest,
  type StreamEvent,
  type Visitor,
} from '../../proxy/protocol.ts';
import { notOurs, orRefused, RequestError } from './failure.ts';
import { readLine } from './line.ts';
import { enterStill } from './refusal.ts';
import { createRequests, type RequestOptions, type RequestPorts } from './request.ts';
import { TIME_LIMITS, type TimeLimits } from './time-limits.ts';
import { createTokens, type TokenPorts } from './tokens.ts';

/** Every method rejects with a `RequestError`, or with the signal's reason. */
export interface Transport {
  /** The path of the visitor's conversations with this agent, up to further query parameters. */
  readonly conversationsPath: string;
  /** What the proxy answers in JSON; `null` when it is none. */
  json(path: string, request: JsonRequest): Promise<unknown>;
  /** A list, its items as they came. */
  list(path: string, signal: AbortSignal): Promise<readonly unknown[]>;
  /** With this agent, default the page's. An empty title is none. `reuse`: the newest one will do, if there is one. */
  createConversation(wanted: NewConversation, signal: AbortSignal): Promise<Pick<Conversation, 'id' | 'variant'>>;
  /** Resolves when the stream has ended. */
  send(conversation: string, body: SendRequest, line: Line): Promise<void>;
  /** Resolves when the stream has ended. */
  resume(conversation: string, body: ResumeRequest, line: Line): Promise<void>;
}

export interface NewConversation {
  readonly title: string;
  readonly agent: string | undefined;
  readonly reuse: boolean;
}

/** Without a limit of its own it has that of every answer. */
export type JsonRequest = Omit<RequestOptions, 'limit'> & { readonly limit?: number };

export interface Line {
  readonly onOpen: () => void;
  readonly onEvent: (event: StreamEvent) => void;
  readonly signal: AbortSignal;
}

export interface TransportOptions extends Omit<RequestPorts, 'tokens'>, Omit<TokenPorts, 'mint'> {
  /** The agent's public name; default the proxy's first. */
  readonly agent?: string | undefined;
  /** The host site's proof of who the visitor is. */
  readonly identity?: (() => Promise<string>) | undefined;
  /** Has the visitor pass Turnstile, by its site key. */
  readonly challenge?: ((siteKey: string) => Promise<string>) | undefined;
  readonly timeLimits?: Partial<TimeLimits> | undefined;
}

export function createTransport(options: TransportOptions): Transport {
  const { agent, identity, challenge, isOnline } = options;
  const { answer, streamStart, silence } = { ...TIME_LIMITS, ...options.timeLimits };
  const tokens = createTokens({ ...options, mint });
  const requests = createRequests({ ...options, tokens: () => tokens });
  const pathWith = (name = agent) =>
    `/v1/conversations?${name === undefined ? '' : `agent_id=${encodeURIComponent(name)}`}`;
  const conversationsPath = pathWith();
  const json = (path: string, request: JsonRequest) => requests.json(path, { limit: answer, ...request });

  async function mint(old: string | null): Promise<Visitor> {
    try {
      return await enter(old);
    } catch (error) {
      if (!(error instanceof RequestError) || error.failure.requestId === undefined) throw error; // nobody has refused it
      return enterStill(error, { enter, old, challenge });
    }
  }

  async function enter(old: string | null, passed?: string): Promise<Visitor> {
    const body = {
      ...(identity && { identity: await orRefused('identity_refused', identity()) }),
      ...(passed !== undefined && { challenge: passed }),
    };
    const { signal } = new AbortController();
    const request = { method: 'POST', body, limit: answer, signal } as const;
    return parsed('POST /v1/visitors', parseVisitor(await requests.jsonWith(old, '/v1/visitors', request)));
  }

  async function stream(path: string, body: unknown, { onOpen, onEvent, signal }: Line): Promise<void> {
    const response = await requests.open(path, { method: 'POST', body, limit: streamStart, signal });
    const type = response.headers.get('content-type') ?? '';
    if (!response.body || !type.startsWith('text/event-stream')) throw notOurs(`POST ${path}`, `${type || 'nothing'}`);
    onOpen();
    await readLine(response.body, { onEvent, silence, isOnline, signal });
  }

  return {
    conversationsPath,
    json,
    async list(path, signal) {
      const value = await json(path, { signal });
      if (!Array.isArray(value)) throw notOurs(`GET ${path}`, 'something that is no list');
      return value;
    },
    async createConversation({ title, agent: name, reuse }, signal) {
      const path = pathWith(name);
      const body = { ...(title && { summary: title }), ...(reuse && { reuse }) };
      return parsed(`POST ${path}`, parseCreated(await json(path, { method: 'POST', body, signal })));
    },
    send: (conversation, body, line) => stream(`${at(conversation)}/messages`, body, line),
    resume: (conversation, body, line) => stream(`${at(conversation)}/stream`, body, line),
  };
}

/** The path of one conversation. */
export const at = (conversation: string): string => `/v1/conversations/${encodeURIComponent(conversation)}`;

function parsed<Value>(request: string, value: Value | null): Value {
  if (value === null) throw notOurs(request, 'something that is not the proxy');
  return value;
}
