/**
 * One open stream: its events as they come, until it ends, is silent for too long or is aborted. It reads once and never
 * asks again.
 */
import type { StreamEvent } from '../../proxy/protocol.ts';
import { brokenOff } from './failure.ts';
import { readEvents } from './stream.ts';

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
  const take = (event: StreamEvent) => {
    if (!signal.aborted) onEvent(event);
  };
  try {
    await Promise.race([readEvents(body, take, guard.heard), guard.silent]);
  } catch (error) {
    signal.throwIfAborted();
    throw brokenOff(isOnline(), error);
  } finally {
    guard.stop();
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
