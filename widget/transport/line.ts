/**
 * One open stream: its events as they come, until it ends, is silent for too long or is aborted. It reads once and never
 * asks again. Each event is one `data:` line, which is how the proxy writes it: of server-sent events no more need be read here
 * (a parser of all of them is 0.3 kB brotli).
 */
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
  const read = (line: string) => {
    const event = line.startsWith('data:') ? parseStreamEvent(line.slice(5)) : null;
    if (event && !signal.aborted) onEvent(event);
  };
  try {
    await Promise.race([readLines(body, guard.heard, read), guard.silent]);
  } catch (error) {
    signal.throwIfAborted();
    const code = isOnline() ? 'unreachable' : 'offline';
    throw new RequestError({ code }, 'The stream broke off.', { cause: error });
  } finally {
    guard.stop();
  }
}

/** The last line counts when it is whole. */
async function readLines(body: ReadableStream<Uint8Array>, heard: () => void, read: (line: string) => void) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let begun = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    heard();
    const lines = (begun + decoder.decode(value, { stream: true })).split(/[\r\n]+/);
    begun = lines.pop() ?? '';
    lines.forEach(read);
  }
}

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
