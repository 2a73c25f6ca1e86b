// Calls that wait for an answer: a client's result, or a yes or no. While one waits, the conversation takes nothing else.
import { approvalPending, nothingPending, wrongCalls } from './failures.ts';
import { newId } from './ids.ts';
import {
  type Approval,
  approvalResponse,
  type LettaMessage,
  type ToolCall,
  type ToolResult,
  toolReturnMessage,
} from './messages.ts';
import type { Row } from './state.ts';
import { packResult, runToolCall } from './tools.ts';
import type { Turn } from './turn.ts';

/** The request that waits for an answer: it is the last thing in the history. */
export interface PendingCalls {
  readonly stepId: string | null;
  readonly calls: readonly ToolCall[];
}

/** The calls that wait, or null. */
export function pendingCalls(rows: readonly Row[]): PendingCalls | null {
  const last = rows.at(-1)?.messages.at(-1);
  if (last?.message_type !== 'approval_request_message') return null;
  return { stepId: last.step_id, calls: last['tool_calls'] as ToolCall[] };
}

/** @throws TurnFailure when a call waits: a plain message is not accepted then. */
export function refuseWhilePending(rows: readonly Row[]): void {
  if (pendingCalls(rows)) throw approvalPending();
}

/** The rows of an answer, its return message, and the text that the model reads. @throws TurnFailure when it answers nothing. */
export function answerApproval(
  turn: Turn,
  pending: PendingCalls | null,
  approvals: readonly Approval[],
): { message: LettaMessage; rows: Row[]; text: string } {
  if (!pending) throw nothingPending();
  const expected = pending.calls.map((call) => call.tool_call_id);
  const received = approvals.map((approval) => approval.tool_call_id);
  if ([...expected].sort().join() !== [...received].sort().join()) throw wrongCalls(expected, received);
  const results = pending.calls.map((call) =>
    resultOf(turn, call, approvals.find(({ tool_call_id }) => tool_call_id === call.tool_call_id)!),
  );
  const executed = approvals.some((approval) => approval.type === 'approval' && approval.approve);
  const shared = { now: turn.now(), stepId: pending.stepId, runId: turn.runId };
  const response = approvalResponse({ ...shared, id: newId('message') }, approvals);
  const message = toolReturnMessage(
    { ...shared, id: newId('message') },
    executed ? pending.calls[0]!.name : null,
    results,
  );
  const rows = [
    { id: response.id, messages: [response] },
    { id: message.id, messages: [message] },
  ];
  return { message, rows, text: packResult(results[0]!, turn.now()) };
}

function resultOf(turn: Turn, call: ToolCall, approval: Approval): ToolResult {
  const { tool_call_id } = call;
  const outcome = (tool_return: string, status: ToolResult['status']) => ({
    tool_return,
    status,
    tool_call_id,
    stderr: null,
  });
  if (approval.type === 'tool') return outcome(approval.tool_return ?? '', approval.status ?? 'success');
  if (!approval.approve) {
    const reason = approval.reason ?? 'None';
    return outcome(`Error: request to call tool denied. User reason: ${reason}`, 'error');
  }
  return turn.agent.tools.includes(call.name) ? runToolCall(turn.agent, call) : outcome('Tool not found', 'error');
}
