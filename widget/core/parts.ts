/** Joins a stream's events into messages. Tool calls are approvals.ts's business, what ends a turn is turn.ts's. */
import type { StreamEvent, ToolCall } from '../../proxy/protocol.ts';
import { addDelta } from './delta.ts';
import type { Run } from './state.ts';

/** The run with the event applied; the same run when it is a replay. */
export function applyEvent(run: Run, event: StreamEvent, now: number): Run {
  const { seq_id } = event;
  if (seq_id != null && seq_id <= run.cursor) return run;
  const moved = { ...run, cursor: seq_id ?? run.cursor, tries: 0 };
  switch (event.message_type) {
    case 'assistant_message':
      return { ...moved, parts: addDelta(run, event, 'assistant', event.content, now) };
    case 'reasoning_message':
      return { ...moved, parts: addDelta(run, event, 'reasoning', event.reasoning, now) };
    case 'tool_call_message':
      return event.tool_calls.reduce((before, call) => addTool(before, call, now), moved);
    default:
      return moved;
  }
}

/** Tools are told by their names, among the thoughts. */
const addTool = (run: Run, { tool_call_id: id, name }: ToolCall, now: number): Run => ({
  ...run,
  parts: addDelta(run, { id }, 'reasoning', name, now),
});
