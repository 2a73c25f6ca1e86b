/** How long to wait before trying again: growing, so that a server in trouble is left alone, and jittered, so that tabs do not come all at once. */

const FIRST = 300;
const LONGEST = 30_000;

/** Milliseconds before attempt number `tries` + 1; `random` from 0 to 1. */
export const backoff = (tries: number, random: number): number =>
  Math.round(Math.min(LONGEST, FIRST * 2 ** Math.min(tries, 10)) * (0.5 + random / 2));
