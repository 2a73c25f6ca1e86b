/** Knows when the last request is over, its stream and what it still writes into the store included. */
import type { Meter } from './observe.ts';

export interface InFlight extends Meter {
  /** Resolves when nothing is being served, at the latest after so many milliseconds. */
  over(limit: number): Promise<void>;
}

export function createInFlight(): InFlight {
  let open = 0;
  let notify: () => void = () => undefined;
  return {
    begun() {
      open++;
    },
    ended() {
      if (--open === 0) notify();
    },
    async over(limit) {
      if (open === 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limit);
        notify = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}
