/**
 * One open stream: its events as they come, until it ends, is silent for too long or is aborted. It reads once and never
 * asks again. The bytes are read by @microsoft/fetch-event-source's parser without its `fetchEventSource`, which needs a
 * `document` and a `window` (the client also runs in Node) and whose own retries and page visibility rules we switch off anyway.
 */
import { getBytes, getLines, getMessages } from '@microsoft/fetch-event-source/lib/esm/parse.js';
import { parseStreamEvent, type StreamEvent } from '../../proxy/protocol.ts';
import { RequestError } from './failure.ts';

export interface LineOptions {
  readonly onEvent: (event: StreamEvent) => void;
  /** Milliseconds without a byte after which the line counts as lost. */
  readonly silence: number;
  readonly isOnline: () => boolean;
  readonly signal: AbortSignal;
}

/** Resolves when the stream ends, cut or not. @throws {RequestError} when it breaks off or falls silent. */
export async function readLine(body: ReadableStream<Uint8Array>, options: LineOptions): Promise<void> {
  const { onEvent, silence, isOnline, signal } = options;
  const guard = watchSilence(silence);
  const lines = getLines(
    getMessages(ignore, ignore, ({ data }) => {
      const event = data ? parseStreamEvent(data) : null;
      if (event && !signal.aborted) onEvent(event);
    }),
  );
  const feed = (bytes: Uint8Array) => {
    guard.heard();
    lines(bytes);
  };
  try {
    await Promise.race([getBytes(body, feed), guard.silent]);
  } catch (error) {
    signal.throwIfAborted();
    const code = isOnline() ? 'unreachable' : 'offline';
    throw new RequestError({ code }, 'The stream broke off.', { cause: error });
  } finally {
    guard.stop();
  }
}

const ignore = () => undefined;

/** One timer that is put off instead of one a chunk. */
function watchSilence(limit: number) {
  let last = performance.now();
  let timer: ReturnType<typeof setTimeout>;
  const silent = new Promise<never>((_, reject) => {
    const check = () => {
      const left = limit - (performance.now() - last);
      if (left <= 0) reject(new DOMException('The line has been silent for too long.', 'TimeoutError'));
      else timer = setTimeout(check, left);
    };
    timer = setTimeout(check, limit);
  });
  return {
    silent,
    heard: () => {
      last = performance.now();
    },
    stop: () => clearTimeout(timer),
  };
}
