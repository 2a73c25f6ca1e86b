/** Tool calls that the agent waits for: having the page's tools run, and sending what they gave before anything else. */
import type { Approval, ToolCall } from '../../proxy/protocol.ts';
import type { EventOf, Step } from './events.ts';
import { enter } from './events.ts';
import { newJob, proceed } from './outbox.ts';
import type { State } from './state.ts';

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
