// Time for a turn: waits that keep a schedule, so that thousands of tokens at 2 ms each take what they should and not a timer's
// granularity each. Ends at once when the signal aborts.

/** A wait of that many milliseconds after the last one; rejects with the signal's reason when it aborts. */
export function createPace(signal: AbortSignal): (milliseconds: number) => Promise<void> {
  let due = performance.now();
  let steps = 0;
  return async function pace(milliseconds) {
    due = Math.max(due, performance.now() - CATCH_UP) + milliseconds;
    const wait = due - performance.now();
    steps++;
    signal.throwIfAborted();
    // Below the granularity of timers: go on, but let others in now and then.
    if (wait >= SHORTEST || steps % 32 === 0) await sleep(Math.max(0, wait), signal);
  };
}

/** Milliseconds below which no timer is set. */
const SHORTEST = 4;

/** Milliseconds of delay that are made good by going faster. */
const CATCH_UP = 50;

/** Resolves after that time; rejects with the signal's reason when it aborts. */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}
