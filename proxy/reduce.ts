/**
 * What a visitor may see of what Letta says, event by event and message by message: the reply, calls of the tools that
 * the page itself runs, and how it ended. System messages, tools, reasoning, run ids and Letta's own error texts end here.
 */

import {
  type ApprovalRequestMessage,
  type Content,
  type ErrorCode,
  type ErrorEvent,
  type Message,
  parseMessage,
  parseStreamEvent,
  type StreamEvent,
  type ToolCall,
  textOf,
} from './protocol.ts';
import type { Shown } from './settings/agents.ts';

export interface Reduced {
  /** `null` when nothing of it is for the visitor. */
  readonly event: StreamEvent | null;
  /** Letta's run, where the event told it. */
  readonly runId: string | null;
  /** It says no more than that the line is there. */
  readonly isPing: boolean;
  /** For the log: what Letta said about a failure. */
  readonly problem?: string;
}

/** What calls itself by an id of Letta's inside is garbled: no visitor is to read that id. */
const INNER = /^(run|step|agent)-/;

const NOTHING: Reduced = { event: null, runId: null, isPing: false };

export interface ReducerOptions {
  readonly agent: Shown;
  readonly requestId: string;
  /** Events up to this `seq_id` are read (a call's name may be among them) and not given out. */
  readonly startingAfter?: number;
}

/** A reducer for one stream; it remembers which message it is in and which calls are the page's. */
export function createReducer({ agent, requestId, startingAfter = 0 }: ReducerOptions): (data: string) => Reduced {
  const maskCalls = createCallMask(agent);
  let current = '';
  let stopped = false;

  /** `date` and `otid` only with a message's first delta: on each they would be most of the traffic. */
  function lighten<Event extends StreamEvent & { id: string; date?: string; otid?: string | null }>(
    event: Event,
  ): Event {
    const key = `${event.message_type} ${event.id}`;
    if (key !== current) {
      current = key;
      return event;
    }
    const { date: _date, otid: _otid, ...rest } = event;
    return rest as Event;
  }

  /** Letta may repeat a call's name with each piece of its arguments. */
  const named = new Set<string>();
  function nameOnce(call: ToolCall): ToolCall {
    const name = named.has(call.tool_call_id) ? null : call.name;
    if (name) named.add(call.tool_call_id);
    return { ...call, name };
  }

  function visible(event: StreamEvent): StreamEvent | null {
    switch (event.message_type) {
      case 'assistant_message':
        return lighten(event);
      case 'reasoning_message':
        return agent.show.includes('reasoning') ? lighten(event) : null;
      case 'tool_call_message': {
        const tool_calls = agent.show.includes('tool_calls') ? event.tool_calls.map(nameOnce) : [];
        return tool_calls.length > 0 ? lighten({ ...event, tool_calls }) : null;
      }
      case 'approval_request_message': {
        const tool_calls = maskCalls(event.tool_calls);
        return tool_calls.length > 0 ? lighten({ ...event, tool_calls }) : null;
      }
      case 'stop_reason': {
        if (stopped) return null; // a broken model gives two; the first is enough
        stopped = true;
        return event;
      }
      default:
        return event;
    }
  }

  return function reduce(data) {
    const event = parseStreamEvent(data);
    if (!event || ('id' in event && INNER.test(event.id))) return NOTHING;
    if (event.message_type === 'error_message') return toError(data, event.seq_id ?? null, requestId);
    const isPing = event.message_type === 'ping';
    const runId = isPing ? readField(data, 'run_id') : null;
    const shown = visible(event);
    const seen = typeof event.seq_id === 'number' && event.seq_id <= startingAfter;
    return { event: shown === null || seen ? null : dropNullSeq(shown), runId, isPing };
  };
}

function dropNullSeq(event: StreamEvent): StreamEvent {
  if (event.seq_id !== null) return event;
  const { seq_id: _seq, ...rest } = event;
  return rest as StreamEvent;
}

function toError(data: string, seq_id: number | null, requestId: string): Reduced {
  const said = `${readField(data, 'message') ?? ''} ${readField(data, 'detail') ?? ''}`.trim();
  const runId = readField(data, 'run_id');
  const code: ErrorCode = /waiting for approval/i.test(said) ? 'approval_pending' : 'assistant_failed';
  const event = { ...errorEvent(code, requestId), ...(seq_id !== null && { seq_id }) };
  return { event, runId, isPing: false, problem: `The run ${runId ?? ''} failed: ${said}` };
}

const WORDS: Partial<Record<ErrorCode, string>> = {
  approval_pending: 'The agent waits for the answer to a tool call.',
  assistant_failed: 'The assistant failed in the middle of its reply.',
};

const errorEvent = (code: ErrorCode, requestId: string): ErrorEvent => ({
  message_type: 'error_message',
  error_type: code,
  message: WORDS[code] ?? code,
  request_id: requestId,
});

function readField(data: string, field: string): string | null {
  const value = (JSON.parse(data) as Record<string, unknown>)[field]; // parsed once already, so it is JSON
  return typeof value === 'string' ? value : null;
}

/**
 * Shows the page's own tools whole. Of any other pending call only the id, once: enough to decline it, so that the
 * conversation is not blocked for ever. A piece of arguments whose call was never named counts as not the page's.
 */
function createCallMask(agent: Shown): (calls: readonly ToolCall[]) => ToolCall[] {
  const tools = new Set(agent.tools.map(({ name }) => name));
  const known = new Map<string, boolean>();
  return (calls) =>
    calls.flatMap((call) => {
      const before = known.get(call.tool_call_id);
      const shown = before ?? (call.name !== null && tools.has(call.name));
      known.set(call.tool_call_id, shown);
      if (shown) return [call];
      return before === undefined ? [{ tool_call_id: call.tool_call_id, name: null, arguments: null }] : [];
    });
}

/** One message of a history; `null` when it is not for the visitor. */
export function reduceMessage(value: unknown, agent: Shown): Message | null {
  const message = parseMessage(value);
  if (!message || INNER.test(message.id)) return null;
  switch (message.message_type) {
    case 'user_message':
      return isWrittenBySoftware(message.content) ? null : message;
    case 'reasoning_message':
      return agent.show.includes('reasoning') ? message : null;
    case 'tool_call_message':
      return agent.show.includes('tool_calls') ? message : null;
    case 'approval_request_message':
      return maskRequest(message, agent);
    default:
      return message;
  }
}

const maskRequest = (message: ApprovalRequestMessage, agent: Shown): ApprovalRequestMessage => ({
  ...message,
  tool_calls: createCallMask(agent)(message.tool_calls),
});

/** Letta keeps heartbeats, logins and alerts as user messages: JSON with one of these types and a time. */
function isWrittenBySoftware(content: Content): boolean {
  const text = textOf(content).trim();
  if (!text.startsWith('{') || !text.endsWith('}')) return false;
  try {
    const { type, time } = JSON.parse(text) as Record<string, unknown>;
    return typeof time === 'string' && ['heartbeat', 'login', 'system_alert'].includes(String(type));
  } catch {
    return false; // braces around something else: a visitor wrote it
  }
}
