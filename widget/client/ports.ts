/** What the client takes from its surroundings, each with the default of the page (or of Node) it runs in. */
import { type Backend, indexedDbBackend } from '../storage/store.ts';
import { claim } from '../tabs/claim.ts';
import type { Tabs } from '../tabs/tabs.ts';

export interface ClientPorts {
  readonly fetch: typeof fetch;
  /** Where the transcript is kept; `null`: nowhere, in memory only. */
  readonly storage: Backend | null;
  /** The other tabs of the site that show the same, if there can be any. */
  readonly tabs: (name: string) => Tabs | null;
  /** The lead of these tabs, if nobody else has it. */
  readonly claim: typeof claim;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** A UUID nobody can guess. */
  readonly randomId: () => string;
  readonly isOnline: () => boolean;
  /** Calls the work soon, at most 25 times a second. */
  readonly soon: (work: () => void) => void;
  /** Calls the work after so many milliseconds, unless the returned function is called first. */
  readonly later: (work: () => void, milliseconds: number) => () => void;
  /** Tells of the page until the signal is aborted. */
  readonly watch: (told: PageEvents, signal: AbortSignal) => void;
}

export interface PageEvents {
  online(): void;
  visible(): void;
  /** Hidden, and perhaps about to go for good. */
  leaving(): void;
  /** Put aside whole, to be shown again if the visitor goes back. */
  frozen(): void;
  thawed(): void;
}

/** All but what a tab that is alone on an undisturbed line does not need. */
export type FirstPorts = Omit<ClientPorts, 'tabs' | 'random'>;

export const defaultPorts = (): FirstPorts => ({
  fetch: (input, init) => fetch(input, init),
  storage: typeof indexedDB === 'undefined' ? null : indexedDbBackend(),
  claim,
  now: () => Date.now(),
  randomId,
  isOnline: () => typeof navigator === 'undefined' || navigator.onLine !== false,
  soon: paced(),
  later,
  watch,
});

/** A version 4 UUID. `crypto.randomUUID` is missing on plain HTTP: https://developer.mozilla.org/docs/Web/API/Crypto/randomUUID */
export const randomId = (): string =>
  '00000000-0000-4000-8000-000000000000'.replace(/[08]/g, (digit) => {
    const random = crypto.getRandomValues(new Uint8Array(1))[0]! % 16;
    return (digit === '8' ? 8 + (random % 4) : random).toString(16);
  });

/** From one update to the next (milliseconds): nobody reads faster than this, and each costs a layout and a paint. */
const PACE = 40;

/** A hidden page gets no frames, also one that is hidden while it waits for its next; Node has none at all. */
function paced(): ClientPorts['soon'] {
  if (typeof requestAnimationFrame !== 'function') return (work) => void setTimeout(work, PACE);
  let last = 0;
  return (work) => {
    let done = false;
    const once = () => {
      if (!done) work();
      done = true;
    };
    const frame = (now: number) => {
      if (now - last < PACE) return void requestAnimationFrame(frame);
      last = now;
      once();
    };
    requestAnimationFrame(frame);
    setTimeout(once, 200);
  };
}

/** `setTimeout` takes no more. */
const LONGEST = 2 ** 31 - 1;

function later(work: () => void, milliseconds: number): () => void {
  const timer = setTimeout(work, Math.min(milliseconds, LONGEST));
  return () => clearTimeout(timer);
}

/** What is put aside keeps no lock and no line: https://web.dev/articles/bfcache */
function watch(told: PageEvents, signal: AbortSignal): void {
  if (typeof window === 'undefined') return;
  addEventListener('online', () => told.online(), { signal });
  addEventListener('pagehide', ({ persisted }) => (persisted ? told.frozen() : told.leaving()), { signal });
  addEventListener('pageshow', ({ persisted }) => persisted && told.thawed(), { signal });
  document.addEventListener('visibilitychange', () => (document.hidden ? told.leaving() : told.visible()), { signal });
}
