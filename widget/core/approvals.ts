/** Tool calls that the agent waits for: joining their pieces, having the page's tools run, and sending what they gave before anything else. */
import type { Approval, ToolCall } from '../../proxy/protocol.ts';
import type { EventOf, Step } from './events.ts';
import { enter } from './events.ts';
import { newJob } from './job.ts';
import { proceed } from './outbox.ts';
import type { Run, State } from './state.ts';

/** Has the page's tools run. */
export const answer = (state: State, { calls }: { readonly calls: readonly ToolCall[] }): Step =>
  enter(state, { phase: 'answering', calls }, { type: 'runTools', calls });

export const toolsFinished = (state: State, _: unknown, { otid, approvals }: EventOf<'toolsFinished'>): Step =>
  answerNow(state, otid, approvals);

export const answerNow = (state: State, otid: string, approvals: readonly Approval[]): Step =>
  proceed({ ...state, outbox: [newJob(otid, null, approvals), ...state.outbox] });

/** The answer to a call that nobody here can carry out. */
export const declined = ({ tool_call_id }: ToolCall, reason: string): Approval => ({
  type: 'approval',
  tool_call_id,
  approve: false,
  reason,
});

/** The run with the calls, or pieces of calls, added. */
export const collect = (run: Run, calls: readonly ToolCall[]): Run => ({
  ...run,
  calls: calls.reduce(addCall, run.calls),
});

/** The name comes first and the arguments in pieces; a piece may repeat the name. */
function addCall(calls: readonly ToolCall[], piece: ToolCall): readonly ToolCall[] {
  const index = calls.findIndex((call) => call.tool_call_id === piece.tool_call_id);
  const known = calls[index];
  if (!known) return [...calls, piece];
  const joined: ToolCall = {
    tool_call_id: known.tool_call_id,
    name: known.name ?? piece.name,
    arguments: piece.arguments === null ? known.arguments : (known.arguments ?? '') + piece.arguments,
  };
  return calls.with(index, joined);
}
