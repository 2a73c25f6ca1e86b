/**
 * The gallery's time: a Thursday in June at half past ten, wherever it is looked at. That the page's clock stands still there is
 * `stand-still.ts`'s business.
 */

/** Milliseconds since the epoch. */
export const NOW = new Date(2026, 5, 18, 10, 30).getTime();

/** So many minutes before now. */
export const ago = (minutes: number): number => NOW - minutes * 60_000;
