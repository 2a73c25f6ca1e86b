/** The answer to `streaming: false`: a run's events put together into one JSON, in the shape in which Letta gives it. */
import { ProxyError, unavailable } from './errors.ts';
import { DONE, errorCodeOf, type Message, type StreamEvent, type ToolCall } from './protocol.ts';
import type { Batch } from './relay.ts';

type Events = Partial<{ [Type in StreamEvent['message_type']]: StreamEvent & { message_type: Type } }>;

/** Longest run that is put together, in events: one without an end would fill the memory. */
const MOST_EVENTS = 200_000;

/** @throws {ProxyError} for a run that failed, and for a stream that was cut before its end or has none. */
export async function collect(batches: AsyncGenerator<Batch>, signal: AbortSignal): Promise<Response> {
  const messages: Message[] = [];
  let last: Events = {};
  let events = 0;
  for await (const batch of batches) {
    events += batch.length;
    if (events > MOST_EVENTS) throw unavailable(`The stream from Letta had over ${MOST_EVENTS} events.`);
    for (const event of batch) {
      if (event === DONE) continue;
      if ('id' in event) append(messages, event);
      else last = { ...last, [event.message_type]: event };
    }
  }
  const { error_message: failure, stop_reason, usage_statistics: usage } = last;
  if (failure) throw new ProxyError(errorCodeOf(failure), failure.message);
  if (!stop_reason || signal.aborted) throw unavailable('The stream from Letta was cut before the run ended.');
  return Response.json({ messages, stop_reason, ...(usage && { usage }) });
}

function append(messages: Message[], delta: StreamEvent & Message): void {
  const { seq_id: _seq, ...message } = delta;
  const last = messages.at(-1);
  if (last?.id !== message.id || last.message_type !== message.message_type) messages.push(message as Message);
  else messages[messages.length - 1] = joined(last, message as Message);
}

function joined(last: Message, delta: Message): Message {
  if (last.message_type === 'assistant_message' && delta.message_type === 'assistant_message') {
    return { ...last, content: last.content + delta.content };
  }
  if (last.message_type === 'reasoning_message' && delta.message_type === 'reasoning_message') {
    return { ...last, reasoning: last.reasoning + delta.reasoning };
  }
  if ('tool_calls' in last && 'tool_calls' in delta) {
    return { ...last, tool_calls: joinCalls(last.tool_calls, delta.tool_calls) };
  }
  return last;
}

function joinCalls(calls: readonly ToolCall[], pieces: readonly ToolCall[]): ToolCall[] {
  const known = new Map(calls.map((call) => [call.tool_call_id, call]));
  for (const piece of pieces) {
    const call = known.get(piece.tool_call_id);
    const text = `${call?.arguments ?? ''}${piece.arguments ?? ''}`;
    known.set(piece.tool_call_id, call ? { ...call, arguments: text === '' ? null : text } : piece);
  }
  return [...known.values()];
}
