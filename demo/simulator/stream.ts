// Turns the log of a run into a server-sent-event response: from an event on, live, with pings in the silence.
// Every reader has its own; one that leaves touches neither the run nor the other readers.
import { ping } from './messages.ts';
import type { EventLog, Run } from './runs.ts';

export interface StreamOptions {
  /** The sequence number of the last event that the reader has; 0 for none. */
  readonly after: number;
  readonly pings: boolean;
  /** Milliseconds of silence before a ping. */
  readonly pingInterval: number;
  /** Breaks the line after so many bytes, while the run goes on; null leaves it whole. */
  readonly cutAfter: number | null;
  readonly now: () => number;
}

/** The events of that run as a response. */
export function streamRun(run: Run, log: EventLog, options: StreamOptions): Response {
  const gone = new AbortController();
  const encoder = new TextEncoder();
  const next = createReader(run, log, options, gone.signal);
  let left = options.cutAfter ?? Number.POSITIVE_INFINITY;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const text = await next();
      if (gone.signal.aborted) return;
      if (text === null) return controller.close();
      const bytes = encoder.encode(text);
      const whole = bytes.length <= left;
      if (left > 0) controller.enqueue(whole ? bytes : bytes.slice(0, left));
      left -= bytes.length;
      if (!whole) controller.error(new TypeError('terminated'));
    },
    cancel: () => gone.abort(),
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
}

/** A function that waits for what comes next: events, a ping, or null at the end. */
function createReader(run: Run, log: EventLog, options: StreamOptions, signal: AbortSignal) {
  let next = options.after;
  return async function read(): Promise<string | null> {
    while (next >= log.chunks.length && !log.ended && !signal.aborted) {
      const before = log.chunks.length;
      await log.changed(options.pingInterval, signal);
      const silent = log.chunks.length === before && !log.ended;
      if (silent && options.pings && !signal.aborted) return pingChunk(run, options, next);
    }
    if (next >= log.chunks.length) return null;
    const text = log.chunks.slice(next).join('');
    next = log.chunks.length;
    return text;
  };
}

/** A ping repeats the number of the last event that this reader was given, if it was given one. */
function pingChunk(run: Run, { now, after }: StreamOptions, next: number): string {
  return sse(ping(run.id, now(), run.background && next > after ? next : null));
}

/** One event in the form of the wire. */
export function sse(event: unknown): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}

export const DONE = 'data: [DONE]\n\n';
