/** The proxy's API, as the engine uses it. When to ask, and what an answer means, is decided in core/. */
import {
  type Agent,
  type Message,
  parseAgent,
  parseConversation,
  parseMessage,
  parseVisitor,
  type ResumeRequest,
  type SendRequest,
  type StreamEvent,
  type Visitor,
} from '../../proxy/protocol.ts';
import type { ConversationSummary } from '../core/view.ts';
import { notOurs, RequestError } from './failure.ts';
import { readLine } from './line.ts';
import { createRequests, type RequestOptions, type RequestPorts } from './request.ts';
import { TIME_LIMITS, type TimeLimits } from './time-limits.ts';
import { createTokens, type TokenPorts } from './tokens.ts';

/** Every method rejects with a `RequestError`, or with the signal's reason. */
export interface Transport {
  agents(signal: AbortSignal): Promise<readonly Agent[]>;
  /** `page`: further query parameters, beginning with `&`. */
  conversations(signal: AbortSignal, page?: string): Promise<readonly ConversationSummary[]>;
  /** The new conversation's id. An empty title is none. */
  createConversation(title: string, signal: AbortSignal): Promise<string>;
  /** Changes one conversation, or deletes it. */
  change(conversation: string, request: Pick<RequestOptions, 'method' | 'body' | 'signal'>): Promise<unknown>;
  /** The newest messages, or those before the given one; newest last. */
  history(conversation: string, before: string | null, signal: AbortSignal): Promise<Page>;
  /** Whether anything ran that could be cancelled. */
  cancel(conversation: string, signal: AbortSignal): Promise<boolean>;
  /** Resolves when the stream has ended. */
  send(conversation: string, body: SendRequest, line: Line): Promise<void>;
  /** Resolves when the stream has ended. */
  resume(conversation: string, body: ResumeRequest, line: Line): Promise<void>;
}

export interface Page {
  readonly messages: readonly Message[];
  /** Whether the server has nothing older. */
  readonly whole: boolean;
}

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
  readonly timeLimits?: Partial<TimeLimits> | undefined;
}

/** How many messages a page has at least, unless there are no more. */
const PAGE = 50;

export function createTransport(options: TransportOptions): Transport {
  const { agent, identity, isOnline } = options;
  const { answer, streamStart, silence } = { ...TIME_LIMITS, ...options.timeLimits };
  const tokens = createTokens({ ...options, mint });
  const requests = createRequests({ ...options, tokens: () => tokens });
  const forAgent = agent === undefined ? '' : `agent_id=${encodeURIComponent(agent)}`;

  async function mint(old: string | null): Promise<Visitor> {
    const body = identity ? { identity: await identify(identity) } : {};
    const { signal } = new AbortController();
    const request = { method: 'POST', body, limit: answer, signal } as const;
    try {
      return parsed('POST /v1/visitors', parseVisitor(await requests.jsonWith(old, '/v1/visitors', request)));
    } catch (error) {
      if (old === null || codeOf(error) !== 'unauthorized') throw error;
      return mint(null); // the old one was not the proxy's, or is too old
    }
  }

  async function stream(path: string, body: unknown, { onOpen, onEvent, signal }: Line): Promise<void> {
    const response = await requests.open(path, { method: 'POST', body, limit: streamStart, signal });
    const type = response.headers.get('content-type') ?? '';
    if (!response.body || !type.startsWith('text/event-stream')) throw notOurs(`POST ${path}`, `${type || 'nothing'}`);
    onOpen();
    await readLine(response.body, { onEvent, silence, isOnline, signal });
  }

  const list = async <Item>(path: string, parse: (value: unknown) => Item | null, signal: AbortSignal) => {
    const value = await requests.json(path, { limit: answer, signal });
    if (!Array.isArray(value)) throw notOurs(`GET ${path}`, 'something that is no list');
    return { length: value.length, items: value.flatMap((item) => parse(item) ?? []) };
  };

  return {
    agents: async (signal) => (await list('/v1/agents', parseAgent, signal)).items,
    conversations: async (signal, page = '') =>
      (await list(`/v1/conversations?${forAgent}${page}`, parseSummary, signal)).items,
    change: (conversation, request) => requests.json(at(conversation), { limit: answer, ...request }),
    async createConversation(title, signal) {
      const path = `/v1/conversations?${forAgent}`;
      const value = await requests.json(path, {
        method: 'POST',
        body: title ? { summary: title } : {},
        limit: answer,
        signal,
      });
      return parsed(`POST ${path}`, parseConversation(value)).id;
    },
    async history(conversation, before, signal) {
      const cursor = before === null ? '' : `&before=${encodeURIComponent(before)}`;
      const path = `${at(conversation)}/messages?order=desc&limit=${PAGE}${cursor}`;
      const { length, items } = await list(path, parseMessage, signal);
      return { messages: inOrder(items), whole: length < PAGE };
    },
    async cancel(conversation, signal) {
      try {
        await requests.json(`${at(conversation)}/cancel`, { method: 'POST', limit: answer, signal });
        return true;
      } catch (error) {
        if (codeOf(error) === 'nothing_to_cancel') return false;
        throw error;
      }
    },
    send: (conversation, body, line) => stream(`${at(conversation)}/messages`, body, line),
    resume: (conversation, body, line) => stream(`${at(conversation)}/stream`, body, line),
  };
}

/** The site's own function; what it throws is the site's, and for the visitor it is not being let in. */
async function identify(identity: () => Promise<string>): Promise<string> {
  try {
    return await identity();
  } catch (cause) {
    throw new RequestError({ code: 'unauthorized' }, 'The identity function of the page failed.', { cause });
  }
}

const at = (conversation: string): string => `/v1/conversations/${encodeURIComponent(conversation)}`;

function parsed<Value>(request: string, value: Value | null): Value {
  if (value === null) throw notOurs(request, 'something that is not the proxy');
  return value;
}

function parseSummary(value: unknown): ConversationSummary | null {
  const conversation = parseConversation(value);
  if (!conversation) return null;
  const { id, agent_id: agent, summary: title, last_message_at, created_at } = conversation;
  return { id, agent, title, date: Date.parse(last_message_at ?? created_at) };
}

/** Newest last. The messages of one step share an id and come in their own order even in a list that is newest first. */
function inOrder(messages: readonly Message[]): readonly Message[] {
  const ordered: Message[] = [];
  let step: Message[] = [];
  for (const message of messages.toReversed()) {
    if (step[0] && step[0].id !== message.id) {
      ordered.push(...step);
      step = [];
    }
    step.unshift(message);
  }
  return [...ordered, ...step];
}

const codeOf = (error: unknown): string | null => (error instanceof RequestError ? error.failure.code : null);
