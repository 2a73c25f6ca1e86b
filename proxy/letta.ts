/**
 * The only file that knows Letta's API: its paths, its bodies, its errors. It answers with parsed JSON or an open stream
 * and throws `LettaError`; what a visitor may see of either is decided elsewhere.
 */

import { hasStatus, isLost, LettaError, readProblem, refusal, unreachable } from './letta-error.ts';
import { otidMask } from './otid.ts';
import type { Rating } from './protocol.ts';
import type { AgentConfig } from './settings/agents.ts';
import type { Timeouts } from './timeouts.ts';

export interface LettaOptions {
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly fetch: typeof fetch;
  readonly timeouts: Timeouts;
}

/** One message as Letta takes it; built from a checked request, never passed on. */
export type OutgoingMessage = Readonly<Record<string, unknown>> & { readonly otid: string };

export interface SendOptions {
  readonly agent: AgentConfig;
  /** `true`: kept in Redis, resumable, and a repeated `otid` attaches to the first one's run. */
  readonly background: boolean;
  readonly signal: AbortSignal;
}

export interface ResumeOptions {
  /** Letta checks it against no conversation, so it goes there masked (otid.ts). */
  readonly otid?: string | undefined;
  readonly startingAfter: number;
  readonly signal: AbortSignal;
}

export interface Run {
  readonly id: string;
  readonly active: boolean;
  /** In Letta's words; `null` while it is active. */
  readonly stopReason: string | null;
  /** Milliseconds since 1970, by Letta's clock. */
  readonly createdAt: number;
}

export interface MessagePage {
  readonly limit: number;
  readonly order: 'asc' | 'desc';
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

type Json = Readonly<Record<string, unknown>>;

export type Letta = ReturnType<typeof createLetta>;

export function createLetta({ baseUrl, apiKey, fetch, timeouts }: LettaOptions) {
  const headers = {
    'content-type': 'application/json',
    ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
  };

  async function request(method: string, path: string, body: unknown, signal: AbortSignal): Promise<Response> {
    const init = { method, headers, signal, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const ask = () =>
      fetch(baseUrl + path, init).catch((cause: unknown) => {
        throw unreachable(baseUrl, method, path, cause);
      });
    const response = await ask().catch((error: unknown) => {
      // A kept connection may be closed just as it is used again. Reading may be repeated; sends are `send.ts`'s business.
      if (method === 'GET' && isLost(error)) return ask();
      throw error;
    });
    if (response.ok) return response;
    throw refusal({ baseUrl, apiKey, method, path, status: response.status, ...(await readProblem(response)) });
  }

  /** Gives the work a time limit, and takes its timer away with it: `AbortSignal.timeout` keeps its own to the end. */
  async function limited<Result>(limit: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new DOMException('no answer in time', 'TimeoutError')), limit);
    try {
      return await work(late.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  const json = (method: string, path: string, body?: unknown): Promise<unknown> =>
    limited(timeouts.answer, async (signal) => {
      const response = await request(method, path, body, signal);
      try {
        return await response.json();
      } catch (cause) {
        throw notJson(baseUrl, path, response, cause);
      }
    });

  async function object(method: string, path: string, body?: unknown): Promise<Json> {
    return (await json(method, path, body)) as Json;
  }

  /** Opens a stream: the time limit holds for its head only, `signal` for all of it. */
  const stream = (path: string, body: unknown, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> =>
    limited(timeouts.streamStart, async (late) => {
      const response = await request('POST', path, body, AbortSignal.any([signal, late]));
      const type = response.headers.get('content-type') ?? '';
      if (response.body && type.startsWith('text/event-stream')) return response.body;
      await response.body?.cancel();
      throw notJson(baseUrl, path, response);
    });

  const conversation = (id: string) => `/v1/conversations/${id}`;

  return {
    createConversation: (agentId: string, body: { summary?: string | undefined }) =>
      object('POST', `/v1/conversations/?agent_id=${agentId}`, body),
    retrieveConversation: (id: string) => object('GET', conversation(id)),
    updateConversation: (id: string, body: { summary: string }) => object('PATCH', conversation(id), body),
    deleteConversation: (id: string) => json('DELETE', conversation(id)),
    forkConversation: (id: string, messageId?: string) =>
      object('POST', `${conversation(id)}/fork${messageId === undefined ? '' : `?message_id=${messageId}`}`, {}),
    /** A 409 says that nothing runs. */
    cancelRuns: (id: string) => json('POST', `${conversation(id)}/cancel`),

    /** One page, unfiltered: with a filter Letta cuts the page first, so that an empty one would not be the last. */
    async listMessages(id: string, { limit, order, before, after }: MessagePage): Promise<Json[]> {
      const query = new URLSearchParams({ limit: String(limit), order });
      if (before !== undefined) query.set('before', before);
      if (after !== undefined) query.set('after', after);
      const [messages, mask] = [await json('GET', `${conversation(id)}/messages?${query}`), await otidMask(id)];
      return listOf(messages).map((message) => {
        const { message_type, otid } = message;
        // Those of replies are Letta's own.
        const sent = message_type === 'user_message' || message_type === 'approval_response_message';
        return sent && typeof otid === 'string' ? { ...message, otid: mask(otid) } : message;
      });
    },

    send: async (id: string, message: OutgoingMessage, { agent, background, signal }: SendOptions) =>
      stream(
        `${conversation(id)}/messages`,
        {
          messages: [{ ...message, otid: (await otidMask(id))(message.otid) }],
          streaming: true,
          stream_tokens: true,
          background,
          include_pings: true,
          include_return_message_types: shownTypes(agent),
          ...(agent.tools.length > 0 && { client_tools: agent.tools }),
        },
        signal,
      ),

    resume: async (id: string, { otid, startingAfter, signal }: ResumeOptions) =>
      stream(
        `${conversation(id)}/stream`,
        {
          starting_after: startingAfter,
          include_pings: true,
          ...(otid !== undefined && { otid: (await otidMask(id))(otid) }),
        },
        signal,
      ),

    /** `null` when Letta does not know it. */
    findRun: async (runId: string): Promise<Run | null> => toRun(await known(json('GET', `/v1/runs/${runId}`))),

    /** The conversation's newest run; `null` when it never had one. */
    async newestRun(id: string): Promise<Run | null> {
      return toRun(listOf(await json('GET', `/v1/runs/?conversation_id=${id}&limit=1`))[0]);
    },

    /** The tokens of the run's finished steps; `null` when Letta does not know the run, or does not count. */
    async usageOf(runId: string): Promise<number | null> {
      const usage = await known(object('GET', `/v1/runs/${runId}/usage`));
      const tokens = usage?.['total_tokens'];
      return typeof tokens === 'number' ? tokens : null;
    },

    /** What is thought of a step's reply; `false` when this Letta keeps no such thing. */
    async rate(stepId: string, feedback: Rating | null): Promise<boolean> {
      return (await known(json('PATCH', `/v1/steps/${stepId}/feedback`, { feedback }))) !== null;
    },

    /** The labels of the agent's memory blocks that it can write. All its conversations share them. */
    async writableBlocks(agentId: string): Promise<string[]> {
      const blocks = listOf(await json('GET', `/v1/agents/${agentId}/core-memory/blocks`));
      return blocks.filter(({ read_only }) => read_only !== true).map(({ label }) => String(label));
    },

    /** Whether Letta answers and takes the key. */
    async check(agentId: string): Promise<void> {
      await json('GET', `/v1/agents/${agentId}`);
    },
  };
}

const shownTypes = (agent: AgentConfig) => [
  'assistant_message',
  'approval_request_message',
  ...(agent.show.includes('reasoning') ? ['reasoning_message'] : []),
  ...(agent.show.includes('tool_calls') ? ['tool_call_message'] : []),
];

const notJson = (baseUrl: string, path: string, response: Response, cause?: unknown) =>
  new LettaError(
    `${baseUrl} answered ${path} with ${response.headers.get('content-type') ?? 'no content type'}, which is no answer of Letta's. Is LETTA_BASE_URL the address of a Letta server?`,
    { kind: 'unintelligible', status: response.status, cause },
  );

/** `null` for what Letta does not know. */
const known = <Value>(answer: Promise<Value>): Promise<Value | null> =>
  answer.catch((error: unknown) => {
    if (hasStatus(error, 404)) return null;
    throw error;
  });

const listOf = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter((item): item is Json => typeof item === 'object' && item !== null) : [];

/** A run broken by its model is `completed` with a failing `stop_reason`: it is over when it has an end, whatever its status. */
function toRun(value: unknown): Run | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, completed_at, stop_reason, status, created_at } = value as Json;
  if (typeof id !== 'string') return null;
  const over = status === 'completed' || status === 'failed' || status === 'cancelled';
  return {
    id,
    active: !over && (completed_at ?? null) === null && (stop_reason ?? null) === null,
    stopReason: typeof stop_reason === 'string' ? stop_reason : null,
    createdAt: Date.parse(String(created_at)) || 0,
  };
}
