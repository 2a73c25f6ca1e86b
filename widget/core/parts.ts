/** Joins a stream's deltas into messages. Tool calls are approvals.ts's business, what ends a turn is turn.ts's. */
import type { StreamEvent, ToolCall } from '../../proxy/protocol.ts';
import type { Entry, Run } from './state.ts';

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

/** The id under which a message of Letta's is known here: the reasoning and the reply of one step share theirs. */
export const entryId = (id: string, role: Entry['role']): string => `${id}:${role}`;

/** Milliseconds since the epoch, or `otherwise` when there is no date that can be read. */
export const dateOf = (date: string | undefined, otherwise: number): number => parseIso(date) ?? otherwise;

interface Origin {
  readonly id: string;
  readonly date?: string;
}

/** Tools are told by their names, among the thoughts. */
const addTool = (run: Run, { tool_call_id: id, name }: ToolCall, now: number): Run => ({
  ...run,
  parts: addDelta(run, { id }, 'reasoning', name, now),
});

function addDelta(run: Run, event: Origin, role: Entry['role'], text: string | null, now: number): readonly Entry[] {
  if (!text) return run.parts;
  const id = entryId(event.id, role);
  const index = run.parts.findLastIndex((part) => part.id === id);
  if (index >= 0) return run.parts.map((part, i) => (i === index ? { ...part, text: part.text + text } : part));
  const part: Entry = {
    id,
    role,
    text,
    images: [],
    date: dateOf(event.date, now),
    state: 'streaming',
    turn: run.job?.otid ?? null,
    known: false,
  };
  return [...run.parts.map(completed), part];
}

/** A part is whole as soon as the next one begins. */
export const completed = (part: Entry): Entry => (part.state === 'streaming' ? { ...part, state: 'complete' } : part);

/** Letta's dates come with `Z`, with an offset, or with neither, which means UTC. */
function parseIso(date: string | undefined): number | null {
  if (!date) return null;
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(date) ? date : `${date}Z`;
  // biome-ignore lint/style/noRestrictedGlobals: it reads a string, not the clock
  const parsed = Date.parse(zoned);
  return Number.isNaN(parsed) ? null : parsed;
}
