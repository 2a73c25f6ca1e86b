/** Tells who listens what there is to show, when it has changed. What that is, the client says. */
import type { Snapshot } from '../core/view.ts';
import type { ClientPorts } from './ports.ts';

export type Listener = (snapshot: Snapshot, previous: Snapshot) => void;

export interface Teller {
  /** What there is to show now. */
  readonly make: () => Snapshot;
  /** Whether something is under way. */
  readonly isBusy: () => boolean;
  /** Called before it is told, while the visitor is looking. */
  readonly seen: () => void;
}

export interface News {
  readonly snapshot: Snapshot;
  /** Who makes what is told from now on. */
  from(teller: Teller): void;
  /** There is something new: it is told soon, together with what else happens until then; that something is under way now at once. */
  changed(): void;
  /** Ends by the returned function or the signal. */
  subscribe(listener: Listener, options?: { readonly signal?: AbortSignal }): () => void;
  /** Whether the visitor is looking. Default: yes. */
  setAttention(looking: boolean): void;
  /** Nothing is told any more. */
  close(): void;
}

export function createNews(soon: ClientPorts['soon'], first: Snapshot): News {
  const listeners = new Set<Listener>();
  let shown = first;
  let told = first;
  let teller: Teller;
  let stale = false;
  let due = false;
  let busy = false;
  let looking = true;
  let closed = false;

  function current(): Snapshot {
    if (stale) shown = teller.make();
    stale = false;
    return shown;
  }

  function tell(): void {
    if (closed) return;
    if (looking) teller.seen();
    const previous = told;
    told = current();
    if (previous !== told) for (const listener of [...listeners]) listener(told, previous);
  }

  function changed(): void {
    stale = true;
    const wasBusy = busy;
    busy = teller.isBusy();
    // A quick reply would be over before anybody has heard that it was asked for.
    if (busy && !wasBusy) queueMicrotask(tell);
    if (due) return;
    due = true;
    soon(() => {
      due = false;
      tell();
    });
  }

  return {
    get snapshot() {
      return current();
    },
    from(next) {
      teller = next;
      changed();
    },
    changed,
    subscribe(listener, { signal } = {}) {
      const own: Listener = (snapshot, previous) => listener(snapshot, previous);
      const end = () => void listeners.delete(own);
      if (!signal?.aborted) listeners.add(own);
      signal?.addEventListener('abort', end, { once: true });
      return end;
    },
    setAttention(yes) {
      looking = yes;
      if (yes) changed();
    },
    close() {
      closed = true;
      listeners.clear();
    },
  };
}
