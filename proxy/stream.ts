/**
 * Moves a stream from Letta to the visitor: reads SSE at the pace at which it is taken, writes SSE, stops reading when the
 * visitor has gone. What the events are, and which of them pass, is `reduce.ts`'s business.
 */
import { DONE, type StreamEvent } from './protocol.ts';
import { createEventParser } from './sse.ts';
import type { Timeouts } from './timeouts.ts';

/** One step of a stream from Letta. */
export type Step =
  /** The `data:` lines that came with one chunk, in order. */
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  /** Nothing came for a ping's interval. */
  | { readonly kind: 'quiet' }
  /** The stream is over, why so ever; only `[DONE]` before it says that it is complete. */
  | { readonly kind: 'end'; readonly problem: string | null };

export interface ReadOptions {
  readonly signal: AbortSignal;
  readonly timeouts: Timeouts;
}

/** Reads the body as steps, the last of which is an `end`. Returning early, or an abort, cancels the body. */
export async function* readSteps(
  body: ReadableStream<Uint8Array>,
  { signal, timeouts }: ReadOptions,
): AsyncGenerator<Step> {
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => undefined); // it may have failed already: gone is gone
  signal.addEventListener('abort', cancel, { once: true });
  const lines: string[] = [];
  const parse = createEventParser((data) => lines.push(data));
  let silence = 0;
  let pending = settle(reader);
  try {
    while (!signal.aborted) {
      const read = await within(pending, timeouts.ping);
      if (read === null) {
        silence += timeouts.ping;
        if (silence >= timeouts.silence) return yield { kind: 'end', problem: `silent for ${silence} ms` };
        yield { kind: 'quiet' };
        continue;
      }
      if (!read.ok || read.done) return yield { kind: 'end', problem: read.ok ? null : `broke off: ${read.problem}` };
      silence = 0;
      parse(read.value);
      if (lines.length > 0) yield { kind: 'lines', lines: lines.splice(0) };
      pending = settle(reader);
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}

type Read =
  | { readonly ok: true; readonly done: false; readonly value: Uint8Array }
  | { readonly ok: true; readonly done: true }
  | { readonly ok: false; readonly problem: string };

/** A read that never rejects: it may be left alone when the visitor goes. */
const settle = (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Read> =>
  reader.read().then(
    ({ done, value }): Read => (done ? { ok: true, done } : { ok: true, done, value }),
    (error: unknown): Read => ({ ok: false, problem: String(error) }),
  );

/** The promise's value, or `null` when the time is up first. */
export async function within<Value>(promise: Promise<Value>, milliseconds: number): Promise<Value | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, milliseconds, null);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** An event as Letta writes it: an error has its own event name. */
export const encodeEvent = (event: StreamEvent): string =>
  `${event.message_type === 'error_message' ? 'event: error\n' : ''}data: ${JSON.stringify(event)}\n\n`;

export const encodeDone = `data: ${DONE}\n\n`;

/**
 * Answers with text as it comes. The next piece is asked for when the last was taken (that is the back-pressure). When the
 * visitor goes, `abort` is called, at which the pieces must end.
 */
export function toResponse(pieces: AsyncGenerator<Uint8Array>, abort: AbortController): Response {
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: () => abort.abort(),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // nginx would collect the stream otherwise: https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering
      'x-accel-buffering': 'no',
    },
  });
}
