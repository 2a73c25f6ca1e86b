/** Sends one message, cuts the line in the middle of the reply and takes it up again: what came when, and whether it is whole. */
import { type AssistantMessage, parseStreamEvent, type StreamEvent } from '../protocol.ts';
import { createEventParser } from '../sse.ts';
import type { Answer, Caller } from './caller.ts';

export interface Reply {
  /** The reply's text up to the cut, and what resuming brought after it. */
  readonly text: string;
  readonly resumed: string;
  /** In how many pieces the events came before the cut, and how many events those were. */
  readonly pieces: number;
  readonly events: number;
  /** Milliseconds from the first to the last event before the cut. */
  readonly span: number;
  /** The answer to resuming when it was refused; `null` when it was not. */
  readonly refusal: Answer | null;
  /** An error told by the stream. */
  readonly problem: string | null;
  /** Whether events carry the number that resuming goes on from. */
  readonly numbered: boolean;
}

/** Milliseconds over which text has come before the line is cut. What was collected on the way comes at once, if in several parts. */
export const STREAMED = 100;

/** Throws an `Answer` when the message itself is refused. */
export async function converse(caller: Caller, token: string, conversation: string, words: string): Promise<Reply> {
  const otid = crypto.randomUUID();
  const path = `/v1/conversations/${conversation}`;
  const first = await read(
    caller,
    `${path}/messages`,
    token,
    { messages: [{ role: 'user', content: words, otid }] },
    STREAMED,
  );
  if ('status' in first) throw first;
  const { cursor } = first;
  if (first.problem !== null) return { ...first, numbered: cursor > 0, resumed: '', refusal: null };
  const second = await read(
    caller,
    `${path}/stream`,
    token,
    { otid, starting_after: cursor },
    Number.POSITIVE_INFINITY,
  );
  const refused = 'status' in second;
  return {
    ...first,
    numbered: cursor > 0,
    resumed: refused ? '' : second.text,
    refusal: refused ? second : null,
    problem: refused ? null : second.problem,
  };
}

interface Part extends Pick<Reply, 'text' | 'pieces' | 'events' | 'span' | 'problem'> {
  readonly cursor: number;
}

/** Reads a stream until text has come over so many milliseconds, or to its end. */
async function read(
  caller: Caller,
  path: string,
  token: string,
  body: unknown,
  enough: number,
): Promise<Part | Answer> {
  const abort = new AbortController();
  const response = await caller.open(path, { method: 'POST', token, body, signal: abort.signal });
  if (!response.ok || !response.body) {
    return { status: response.status, headers: response.headers, json: await response.json().catch(() => null) }; // not the proxy's JSON
  }
  const found: StreamEvent[] = [];
  const parse = createEventParser((data) => {
    const event = parseStreamEvent(data);
    if (event) found.push(event);
  });
  const times: number[] = [];
  for await (const bytes of response.body) {
    const before = found.length;
    parse(bytes);
    const fresh = found.slice(before);
    if (fresh.some(isText)) times.push(performance.now());
    // Leaving the loop cancels the body: that is the cut. The stream of a failed run may stay open by itself.
    if (spanOf(times) >= enough || fresh.some(isEnd)) break;
  }
  abort.abort();
  return summary(found, times);
}

const isText = (event: StreamEvent): event is AssistantMessage & StreamEvent =>
  event.message_type === 'assistant_message';

/** A stop on account of an error comes before the error itself. */
const isEnd = (event: StreamEvent): boolean =>
  event.message_type === 'error_message' || (event.message_type === 'stop_reason' && event.stop_reason !== 'error');

const spanOf = (times: readonly number[]): number => (times.at(-1) ?? 0) - (times[0] ?? 0);

function summary(found: readonly StreamEvent[], times: readonly number[]): Part {
  const deltas = found.filter(isText);
  const error = found.find((event) => event.message_type === 'error_message');
  return {
    text: deltas.map(({ content }) => content).join(''),
    pieces: times.length,
    events: deltas.length,
    span: Math.round(spanOf(times)),
    cursor: Math.max(0, ...found.map(({ seq_id }) => seq_id ?? 0)),
    problem: error?.message_type === 'error_message' ? `${error.message} (request ${error.request_id})` : null,
  };
}
