/** Tool calls that the agent waits for: having the page's tools run, and sending what they gave before anything else. */
import type { Approval, ToolCall } from '../../proxy/protocol.ts';
import type { EventOf, Step } from './events.ts';
import { step } from './events.ts';
import { pump } from './outbox.ts';
import type { State } from './state.ts';
import { IDLE } from './state.ts';

/** Has the page's tools run. */
export function answer(state: State, calls: readonly ToolCall[]): Step {
  const ticket = state.tickets + 1;
  return step(
    { ...state, tickets: ticket, turn: { phase: 'answering', ticket, calls } },
    { type: 'runTools', ticket, calls },
  );
}

export const toolsFinished = (state: State, { otid, approvals }: EventOf<'toolsFinished'>): Step =>
  answerNow(state, otid, approvals);

export function answerNow(state: State, otid: string, approvals: readonly Approval[]): Step {
  const job = { otid, entry: null, approvals, tries: 0, faults: 0, moved: false };
  return pump({ ...state, outbox: [job, ...state.outbox], turn: IDLE });
}

/** The answer to a call that nobody here can carry out. */
export const declined = ({ tool_call_id }: ToolCall, reason: string): Approval => ({
  type: 'approval',
  tool_call_id,
  approve: false,
  reason,
});
