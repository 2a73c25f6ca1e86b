// The shapes of Letta's messages and stream events, with every field that the real server writes, in its order.
// Which of them come when is decided in turn.ts.
import { messageDate, newId, otidOfPart } from './ids.ts';

/** A message as it is listed and streamed. Fields beyond these depend on `message_type`. */
export interface LettaMessage {
  readonly id: string;
  readonly date: string;
  readonly name: string | null;
  readonly message_type: string;
  readonly otid: string | null;
  readonly step_id: string | null;
  readonly run_id: string | null;
  readonly [field: string]: unknown;
}

/** What the messages of one row have in common. */
export interface Origin {
  readonly id: string;
  readonly now: number;
  readonly stepId: string | null;
  readonly runId: string | null;
}

export interface ToolCall {
  readonly name: string;
  readonly arguments: string;
  readonly tool_call_id: string;
}

/** One result or decision of a client, as it came in an approval message. */
export interface Approval {
  readonly type: 'tool' | 'approval';
  readonly tool_call_id: string;
  readonly tool_return?: string;
  readonly status?: 'success' | 'error';
  readonly approve?: boolean;
  readonly reason?: string | null;
}

export interface ToolResult {
  readonly tool_return: string;
  readonly status: 'success' | 'error';
  readonly tool_call_id: string;
  readonly stderr: readonly string[] | null;
}

export const systemMessage = (origin: Origin, content: string) => message(origin, 'system_message', null, { content });

export const userMessage = (origin: Origin, otid: string, content: unknown) =>
  message(origin, 'user_message', otid, { content });

export const assistantMessage = (origin: Origin, content: string, index = 0) =>
  message(origin, 'assistant_message', otidOfPart(origin.id, index), { content });

export const reasoningMessage = (origin: Origin, reasoning: string) =>
  message(origin, 'reasoning_message', otidOfPart(origin.id, 0), {
    source: 'reasoner_model',
    reasoning,
    signature: null,
  });

export const toolCallMessage = (origin: Origin, call: Partial<ToolCall>, calls: unknown, index = 0) =>
  message(origin, 'tool_call_message', otidOfPart(origin.id, index), { tool_call: call, tool_calls: calls });

/** The `otid` of an approval request is the message's own id, prefix and all. */
export const approvalRequest = (origin: Origin, call: unknown, calls: unknown) =>
  message(origin, 'approval_request_message', origin.id, { tool_call: call, tool_calls: calls });

export function approvalResponse(origin: Origin, approvals: readonly Approval[]): LettaMessage {
  const decision = approvals.find((approval) => approval.type === 'approval');
  return message({ ...origin, stepId: null }, 'approval_response_message', null, {
    approvals: approvals.map(listedApproval),
    approve: decision?.approve ?? null,
    approval_request_id: decision?.tool_call_id ?? null,
    reason: decision?.reason ?? null,
  });
}

export function toolReturnMessage(origin: Origin, name: string | null, results: readonly ToolResult[]): LettaMessage {
  const all = results.map(({ tool_return, status, tool_call_id, stderr }) => ({
    type: 'tool',
    tool_return,
    status,
    tool_call_id,
    stdout: null,
    stderr,
  }));
  const { type: _, ...first } = all[0]!;
  const fields = { ...first, tool_returns: all };
  return message(origin, 'tool_return_message', otidOfPart(origin.id, 0), fields, name);
}

/** A sign of life. `seqId` is null in the foreground. */
export function ping(runId: string, now: number, seqId: number | null): LettaMessage {
  const origin = { id: newId('ping'), now, stepId: null, runId };
  return { ...message(origin, 'ping', null, {}), seq_id: seqId };
}

/** What so many finished steps consumed. */
export const usageOf = (steps: number) => ({
  completion_tokens: 20 * steps,
  prompt_tokens: 10 * steps,
  total_tokens: 30 * steps,
});

/** What a turn consumed, as its stream ends. Letta leaves the details null when tokens were streamed. */
export function usageStatistics(steps: number, tokens: boolean): Record<string, unknown> {
  const unknownWhenStreamed = tokens ? null : 0;
  return {
    message_type: 'usage_statistics',
    ...usageOf(steps),
    step_count: steps,
    run_ids: null,
    cached_input_tokens: unknownWhenStreamed,
    cache_write_tokens: unknownWhenStreamed,
    reasoning_tokens: unknownWhenStreamed,
    context_tokens: 30,
  };
}

function message(
  origin: Origin,
  type: string,
  otid: string | null,
  fields: Record<string, unknown>,
  name: string | null = null,
): LettaMessage {
  return {
    id: origin.id,
    date: messageDate(origin.now),
    name,
    message_type: type,
    otid,
    sender_id: null,
    step_id: origin.stepId,
    is_err: null,
    seq_id: null,
    run_id: origin.runId,
    ...(fields as Record<string, never>),
  };
}

function listedApproval(approval: Approval): Record<string, unknown> {
  const { type, tool_call_id } = approval;
  if (type === 'approval') return { type, tool_call_id, approve: approval.approve, reason: approval.reason ?? null };
  return { type, tool_return: approval.tool_return, status: approval.status, tool_call_id, stdout: null, stderr: null };
}
