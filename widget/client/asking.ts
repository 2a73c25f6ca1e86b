/** Does what may fail for a while until it has worked: the proxy may be out of reach. What it asks for is for others to say. */
import { backoff } from '../core/backoff.ts';
import type { Failure } from '../core/events.ts';
import { RequestError } from '../transport/failure.ts';
import { tellDeveloper } from './developer.ts';
import type { ClientPorts } from './ports.ts';

export interface Asking {
  /** Resolves when the work does, however often it rejects with a `RequestError` before; never once the signal is aborted. */
  until<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result>;
  /** Tries at once what waits to be tried again. */
  again(): void;
}

/** Waits begin as long as those of a fourth attempt: nobody is kept waiting by what is asked for here. */
const FIRST = 3;

export function createAsking(failed: (failure: Failure) => void, later: ClientPorts['later']): Asking {
  const waiting = new Set<() => void>();

  const pause = (milliseconds: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const cancel = later(resolve, milliseconds);
      signal.addEventListener('abort', cancel, { once: true });
      waiting.add(resolve);
    });

  return {
    async until(work, signal) {
      for (let tries = FIRST; ; tries++) {
        try {
          const result = await work();
          return signal.aborted ? await NEVER : result;
        } catch (error) {
          if (signal.aborted) return NEVER;
          if (!(error instanceof RequestError)) throw error;
          tellDeveloper(error);
          failed(error.failure);
          await pause(backoff(tries, Math.random()), signal);
        }
      }
    },
    again() {
      for (const resolve of waiting) resolve();
      waiting.clear();
    },
  };
}

const NEVER = new Promise<never>(() => undefined);
