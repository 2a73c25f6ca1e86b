/**
 * What is noted of one request while it lasts, its stream included, for the line in the log and the figures. It is the one
 * thing here that is changed in place: whoever serves the request adds to it. What becomes of it is `observe.ts`'s business.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { ErrorCode, Rating } from './protocol.ts';

/**
 * `complete`: all of it was given out. `gone`: the visitor went away before. `cut`: Letta's stream broke off.
 * Of an answer that is no stream only `complete` and `gone` are known.
 */
export type Ending = 'complete' | 'gone' | 'cut';

export interface RequestRecord {
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** When the first byte of the answer's body was there, in milliseconds since 1970. */
  firstByteAt: number | null;
  /** Milliseconds in which Letta was waited for: until its answers began. */
  upstreamMs: number;
  /** Events of a stream that were given out, and their bytes. */
  events: number;
  bytes: number;
  /** Of the run, as Letta counts them at its end. */
  tokens: number;
  /** The same, on the one stream that told it first: summed up, it counts each run once. */
  charged: number;
  /** Whether the request brought a message that had not been sent before. */
  fresh: boolean;
  /** Who answers in the conversation that it is about: the agent's public name, and which of its variants. */
  agent: string | null;
  variant: string | null;
  /** What the visitor thinks of a reply, and thought of it until now. */
  rated: { readonly before: Rating | null; readonly after: Rating | null } | null;
  /** Whether the run's end was among the events. */
  complete: boolean;
  /** With which the stream's run failed. */
  code: ErrorCode | null;
  /** The words that the request brought: masked in whatever is written of it. */
  said: string;
  /** What was said and answered, when `LOG_MESSAGES` is on. */
  message: string | null;
  reply: string | null;
  /** Settled when the answer's stream is over; `null` for an answer that is none. */
  stream: Promise<Ending> | null;
}

export const createRecord = (startedAt: number): RequestRecord => ({
  requestId: crypto.randomUUID(),
  startedAt,
  firstByteAt: null,
  upstreamMs: 0,
  events: 0,
  bytes: 0,
  tokens: 0,
  charged: 0,
  fresh: false,
  agent: null,
  variant: null,
  rated: null,
  complete: false,
  code: null,
  said: '',
  message: null,
  reply: null,
  stream: null,
});

/** The record of the request that is being served, for what is called without one. Not there inside of a stream's reading. */
export const currentRecord = new AsyncLocalStorage<RequestRecord>();

/** Milliseconds that Letta was waited for: calls at the same time count once. */
const waiting = new WeakMap<RequestRecord, { calls: number; since: number }>();

/** Notes the wait for one answer of Letta's; call the result when it has begun. */
export function waitForLetta(record: RequestRecord, now: () => number): () => void {
  const wait = waiting.get(record) ?? { calls: 0, since: 0 };
  waiting.set(record, wait);
  if (wait.calls++ === 0) wait.since = now();
  return () => {
    if (--wait.calls === 0) record.upstreamMs += now() - wait.since;
  };
}

const MOST_WORDS = 100_000;

/** All texts in a JSON body, to be looked for in what is written of the request. */
export function wordsIn(body: string): string {
  const found: string[] = [];
  try {
    JSON.parse(body, (_, value: unknown) => {
      if (typeof value === 'string') found.push(value.slice(0, MOST_WORDS));
      return null;
    });
  } catch {
    return body.slice(0, MOST_WORDS); // not JSON: all of it may be words
  }
  return found.join('\n').slice(0, MOST_WORDS);
}

/** Escapes as JSON writes them, however deep, and words of three letters or more: shorter ones tell nothing. */
const ESCAPE = /\\+(?:u([0-9a-f]{4})|[bfnrt])/gi;
const WORD = /[\p{L}\p{N}]{3,}/gu;

/** The text without those of its words that are among the others: Letta's refusals repeat what they refuse. */
export function withoutWords(text: string, words: string): string {
  if (words === '') return text;
  return text
    .replace(ESCAPE, (_, code?: string) => (code ? String.fromCharCode(Number.parseInt(code, 16)) : ' '))
    .replace(WORD, (word) => (words.includes(word) ? '…' : word));
}
