/**
 * The wire between widget and proxy: request and event types, error codes, parsers. It is Letta's own dialect
 * (same paths, same message shapes) reduced to what a visitor may see, so Letta's SDKs read it too.
 * A leaf: it imports nothing and touches neither the DOM nor a server's globals.
 */

/** Every code an error can carry, with the HTTP status it is answered with. The set is closed: clients may switch on it. */
export const ERROR_STATUS = {
  /** Malformed JSON, a missing or unknown field, a wrong type; `message` names it. */
  invalid_request: 400,
  /** No run is active and the `otid` names none that can be replayed: the history has whatever there is. */
  nothing_to_resume: 400,
  /** No token, a forged or an expired one: ask `POST /v1/visitors` for a new one and try once more. */
  unauthorized: 401,
  /** What the page says of its signed-in user is not proven: no such token, or one that has expired. The page has to give another. */
  identity_refused: 401,
  /** A new visitor has to show first that it is a person: `site_key` is what Turnstile is asked with. */
  challenge_required: 403,
  /** The page's origin is not in `ALLOWED_ORIGINS`. */
  origin_not_allowed: 403,
  /** No such route, conversation or agent; also the answer to somebody else's conversation. */
  not_found: 404,
  method_not_allowed: 405,
  /** A run is active in this conversation: attach to it by `/stream`, send again when it has ended. */
  conversation_busy: 409,
  /** The agent waits for the answer to a tool call; until then it takes no message. */
  approval_pending: 409,
  /** Nothing runs that could be cancelled. */
  nothing_to_cancel: 409,
  /** The request or the message is over its limit; `message` names the limit. */
  too_large: 413,
  /** Too many requests; `retry-after` (seconds) says when it goes on. */
  rate_limited: 429,
  /** The day's tokens are used up; `retry-after` (seconds) says when it goes on. */
  budget_exhausted: 429,
  /** A bug of the proxy; the operator finds `request_id` in the log. */
  internal_error: 500,
  /** Letta does not answer, refuses the key or the agent, or answers what nobody understands. */
  assistant_unavailable: 503,
  /** The run goes on but this server cannot replay it (no background streams): ask again after `retry-after` seconds. */
  run_not_resumable: 503,
  /** In a stream only: the model or the agent failed in the middle of the turn. */
  assistant_failed: 502,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** The body of every answer that is not 2xx. */
export interface ErrorBody {
  readonly error: {
    readonly code: ErrorCode;
    /** One English sentence for the developer; visitors read the widget's own words for the code. */
    readonly message: string;
    /** What the operator searches for in the proxy's log. */
    readonly request_id: string;
    /** With `challenge_required` only. */
    readonly site_key?: string;
  };
}

/** Answer of `POST /v1/visitors` (201). */
export interface Visitor {
  /** Goes into `Authorization: Bearer …` of every other call. */
  readonly token: string;
  readonly visitor_id: string;
  /** ISO 8601. */
  readonly expires_at: string;
  /** Whether this signed-in user now has the conversations of the anonymous visitor whose token was brought along. */
  readonly adopted?: boolean;
}

/** One entry of `GET /v1/agents`. The name is what the outside uses in place of Letta's agent id. */
export interface Agent {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly avatar?: string;
  readonly greeting?: string;
  readonly suggestions?: readonly string[];
}

export interface Conversation {
  /** `conv-<uuid>`, Letta's own. */
  readonly id: string;
  /** The agent's public name, never Letta's id. */
  readonly agent_id: string;
  readonly summary: string | null;
  /** ISO 8601, as are the following. */
  readonly created_at: string;
  readonly updated_at: string;
  readonly last_message_at: string | null;
  /** The label of the agent's variant that answers in it, where the operator shows it. */
  readonly variant?: string;
  /** Of a single one, not of a list: the first message that the agent still reads verbatim; absent when it reads all; the `otid` of one's own. */
  readonly in_context_from?: string;
  readonly in_context_otid?: string;
  /** Of a single one, where the operator shows it: the tokens that its runs have used, as far as Letta has counted them. */
  readonly tokens?: number;
}

/** What a visitor thinks of a reply: `POST …/messages/{id}/feedback {value}`, where `null` takes it back. */
export type Rating = 'positive' | 'negative';

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
}

export interface ImagePart {
  readonly type: 'image';
  readonly source: { readonly type: 'base64'; readonly media_type: string; readonly data: string };
}

export type Content = string | readonly (TextPart | ImagePart)[];

/** A client tool's call. While it streams, `name` comes first and `arguments` in pieces. */
export interface ToolCall {
  readonly tool_call_id: string;
  readonly name: string | null;
  /** JSON text, or a piece of it. */
  readonly arguments: string | null;
}

interface MessageBase {
  /** Letta's id. The reasoning and the reply of one step share it: tell messages apart by `id` and `message_type`. */
  readonly id: string;
  /** ISO 8601. In a stream only the first delta of a message need carry it. */
  readonly date?: string;
  readonly otid?: string | null;
}

export interface UserMessage extends MessageBase {
  readonly message_type: 'user_message';
  readonly content: Content;
}

/** In a stream `content` is a delta, to be appended to what came before with the same id. */
export interface AssistantMessage extends MessageBase {
  readonly message_type: 'assistant_message';
  readonly content: string;
}

/** Sent only when the operator shows reasoning. In a stream `reasoning` is a delta. */
export interface ReasoningMessage extends MessageBase {
  readonly message_type: 'reasoning_message';
  readonly reasoning: string;
}

/** The agent asks the page to run a client tool, or for an approval; the conversation waits until it is answered. */
export interface ApprovalRequestMessage extends MessageBase {
  readonly message_type: 'approval_request_message';
  readonly tool_calls: readonly ToolCall[];
}

/** Sent only when the operator shows tool calls: the agent uses tools of its own. In a stream a call's name comes first. */
export interface ToolCallMessage extends MessageBase {
  readonly message_type: 'tool_call_message';
  readonly tool_calls: readonly ToolCall[];
}

/** What an earlier approval request was answered with; only the fact and the ids are shown. */
export interface ApprovalResponseMessage extends MessageBase {
  readonly message_type: 'approval_response_message';
  readonly tool_call_ids: readonly string[];
}

/** What `GET …/messages` lists. */
export type Message =
  | UserMessage
  | AssistantMessage
  | ReasoningMessage
  | ToolCallMessage
  | ApprovalRequestMessage
  | ApprovalResponseMessage;

type Streamed = AssistantMessage | ReasoningMessage | ToolCallMessage | ApprovalRequestMessage;

export type StopReason = 'end_turn' | 'requires_approval' | 'cancelled' | 'max_steps' | 'max_tokens_exceeded' | 'error';

export interface PingEvent {
  readonly message_type: 'ping';
}

export interface StopReasonEvent {
  readonly message_type: 'stop_reason';
  readonly stop_reason: StopReason;
}

export interface UsageEvent {
  readonly message_type: 'usage_statistics';
  readonly total_tokens: number;
}

export interface ErrorEvent {
  readonly message_type: 'error_message';
  /** The code under which the widget has words for it, as `errorCodeOf` tells. */
  readonly error_type: string;
  readonly message: string;
  readonly request_id: string;
}

/**
 * One `data:` line of a stream. `seq_id` is the cursor for resuming: it grows within a run, has gaps where the proxy
 * left events out, and is missing where Letta gives none (`stop_reason`, usage, or no background streams).
 */
export type StreamEvent = (PingEvent | Streamed | StopReasonEvent | UsageEvent | ErrorEvent) & {
  readonly seq_id?: number | null;
};

/** The line that ends a stream which was not cut. A background run that failed ends without it. */
export const DONE = '[DONE]';

/** Letta and the proxy send a ping at least this often (milliseconds); a line silent for two of them is a lost line. */
export const PING_INTERVAL = 15_000;

/** A client tool's result, or a refusal; all pending calls of one request are answered in one message. */
export type Approval =
  | {
      readonly type: 'tool';
      readonly tool_call_id: string;
      readonly tool_return: string;
      readonly status: 'success' | 'error';
    }
  | { readonly type: 'approval'; readonly tool_call_id: string; readonly approve: boolean; readonly reason?: string };

/** Body of `POST …/messages`. Exactly one message a request. */
export interface SendRequest {
  readonly messages: readonly [
    | { readonly role: 'user'; readonly content: Content; readonly otid?: string }
    | { readonly type: 'approval'; readonly approvals: readonly Approval[]; readonly otid?: string },
  ];
  /** Default true: SSE. `false` gives one JSON `{messages, stop_reason}`. */
  readonly streaming?: boolean;
}

/** Body of `POST …/stream`. */
export interface ResumeRequest {
  /** The `otid` of the message whose run is meant; without it the conversation's active run. */
  readonly otid?: string;
  /** Only events after this `seq_id`. Default 0: all. */
  readonly starting_after?: number;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Nothing is converted: an object from outside may have no text, and would throw. */
const plainText = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const plainNumber = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Those of these fields that hold text. */
const optional = <Name extends string>(value: Json, ...names: readonly Name[]): { readonly [Field in Name]?: string } =>
  Object.fromEntries(names.flatMap((name) => (typeof value[name] === 'string' ? [[name, value[name]]] : []))) as never;

/** Parses one `data:` line; `null` for anything that is not an event of ours (newer ones included: they are skipped). */
export function parseStreamEvent(data: string): StreamEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null; // not JSON is "not an event", as any other malformed line
  }
  if (!isObject(value)) return null;
  const seq_id = typeof value['seq_id'] === 'number' ? value['seq_id'] : null;
  switch (value['message_type']) {
    case 'ping':
      return { message_type: 'ping', seq_id };
    case 'stop_reason':
      return { message_type: 'stop_reason', stop_reason: toStopReason(value['stop_reason']), seq_id };
    case 'usage_statistics':
      return { message_type: 'usage_statistics', total_tokens: plainNumber(value['total_tokens']), seq_id };
    case 'error_message': {
      const told = optional(value, 'error_type', 'message', 'request_id');
      return { message_type: 'error_message', error_type: '', message: '', request_id: '', ...told, seq_id };
    }
  }
  const message = parseStreamed(value);
  return message && { ...message, seq_id };
}

/** What a stream carries of what a list does, too. */
function parseStreamed(value: Json): Streamed | null {
  const { id, message_type } = value;
  if (typeof id !== 'string') return null;
  const base = { id, ...optional(value, 'date', 'otid') };
  switch (message_type) {
    case 'assistant_message':
      return { ...base, message_type, content: textOf(value['content']) };
    case 'reasoning_message':
      return { ...base, message_type, reasoning: plainText(value['reasoning']) };
    case 'tool_call_message':
    case 'approval_request_message':
      return { ...base, message_type, tool_calls: parseToolCalls(value) };
    default:
      return null;
  }
}

/** Parses one message of a list; `null` for what is malformed or of a type that a visitor does not see. */
export function parseMessage(value: unknown): Message | null {
  if (!isObject(value) || typeof value['id'] !== 'string') return null;
  const base = { id: value['id'], ...optional(value, 'date', 'otid') };
  switch (value['message_type']) {
    case 'user_message':
      return { ...base, message_type: 'user_message', content: parseContent(value['content']) };
    case 'approval_response_message':
      return { ...base, message_type: 'approval_response_message', tool_call_ids: parseAnsweredIds(value) };
    default:
      return parseStreamed(value);
  }
}

/** What is to be known of a conversation to speak in it. */
export const parseCreated = (value: unknown): Pick<Conversation, 'id' | 'variant'> | null =>
  isObject(value) && typeof value['id'] === 'string' ? { id: value['id'], ...optional(value, 'variant') } : null;

export function parseConversation(value: unknown): Conversation | null {
  if (!isObject(value) || typeof value['id'] !== 'string' || typeof value['created_at'] !== 'string') return null;
  return {
    id: value['id'],
    agent_id: plainText(value['agent_id']),
    summary: textOrNull(value['summary']),
    created_at: value['created_at'],
    updated_at: textOrNull(value['updated_at']) ?? value['created_at'],
    last_message_at: textOrNull(value['last_message_at']),
    ...optional(value, 'variant', 'in_context_from', 'in_context_otid'),
    ...(typeof value['tokens'] === 'number' && { tokens: value['tokens'] }),
  };
}

export function parseVisitor(value: unknown): Visitor | null {
  if (!isObject(value)) return null;
  const { token, visitor_id, expires_at, adopted } = value;
  if (typeof token !== 'string' || typeof visitor_id !== 'string' || typeof expires_at !== 'string') return null;
  return { token, visitor_id, expires_at, ...(adopted === true && { adopted }) };
}

export function parseAgent(value: unknown): Agent | null {
  if (!isObject(value) || typeof value['name'] !== 'string') return null;
  const { name, title, description, suggestions } = value;
  return {
    name,
    title: plainText(title) || name,
    description: plainText(description),
    ...optional(value, 'avatar', 'greeting'),
    ...(Array.isArray(suggestions) && { suggestions: suggestions.map(plainText) }),
  };
}

/** Parses the body of an answer that is not 2xx; `null` when it did not come from this proxy. */
export function parseErrorBody(value: unknown): ErrorBody | null {
  const error = isObject(value) ? value['error'] : null;
  if (!isObject(error) || !isErrorCode(error['code'])) return null;
  const { code, message, request_id } = error;
  return {
    error: { code, message: plainText(message), request_id: plainText(request_id), ...optional(error, 'site_key') },
  };
}

export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(ERROR_STATUS, value);

/** An error of which nothing is known is the assistant's. */
export const errorCodeOf = ({ error_type }: ErrorEvent): ErrorCode =>
  isErrorCode(error_type) ? error_type : 'assistant_failed';

/** The text of a message's content, parts joined by line breaks, images left out. */
export const textOf = (content: unknown): string =>
  Array.isArray(content) ? content.flatMap((part) => (isText(part) ? [part.text] : [])).join('\n') : plainText(content);

const isText = (part: unknown): part is TextPart =>
  isObject(part) && part['type'] === 'text' && typeof part['text'] === 'string';

const parseContent = (value: unknown): Content => (Array.isArray(value) ? value.flatMap(parsePart) : plainText(value));

function parsePart(part: unknown): (TextPart | ImagePart)[] {
  if (!isObject(part)) return [];
  if (isText(part)) return [{ type: 'text', text: part.text }];
  const { media_type, data }: Json = isObject(part['source']) ? part['source'] : {};
  if (part['type'] !== 'image' || typeof media_type !== 'string' || typeof data !== 'string') return [];
  return [{ type: 'image', source: { type: 'base64', media_type, data } }];
}

/** Letta gives `tool_calls` as an array in the history and as one object in a stream, and `tool_call` beside it. */
function parseToolCalls(value: Json): ToolCall[] {
  const calls = value['tool_calls'] ?? value['tool_call'];
  return [calls].flat().flatMap((call) => {
    if (!isObject(call) || typeof call['tool_call_id'] !== 'string') return [];
    const { tool_call_id, name, arguments: json } = call;
    return [{ tool_call_id, name: textOrNull(name), arguments: textOrNull(json) }];
  });
}

function parseAnsweredIds({ tool_call_ids: ids, approvals }: Json): string[] {
  const told = [approvals].flat().map((one) => isObject(one) && one['tool_call_id']);
  const all: unknown[] = Array.isArray(ids) ? ids : told;
  return all.filter((id) => typeof id === 'string');
}

const STOP_REASON = /^(?:end_turn|requires_approval|cancelled|max_steps|max_tokens_exceeded)$/;

/** Reasons that name the inside of the agent or of the model's provider become `error`, as unknown ones do. */
export const toStopReason = (value: unknown): StopReason =>
  STOP_REASON.test(plainText(value)) ? (value as StopReason) : 'error';
