/**
 * Which of a site's tabs leads: the one that holds a Web Lock. When it closes or crashes the browser gives the lock to the
 * next; there is no election and no heartbeat. What the tabs say to each other is client/sharing.ts's business.
 */
import { canShare, type Lead } from './claim.ts';

export interface TabEvents {
  /** This tab leads from now on. */
  lead(): void;
  /** Another tab has taken the lead; this one waits to get it again. */
  deposed(): void;
  receive(message: unknown): void;
}

export interface Tabs {
  /** Resolves when it is known whether this tab leads at once. `lead`: it has the lead already. */
  join(events: TabEvents, lead?: Lead): Promise<void>;
  /** Says something to all other tabs. */
  post(message: unknown): void;
  /** Takes the lead from a tab that does not answer: browsers freeze tabs that hold locks, too. */
  seize(): void;
  /** Gives up the lead and hears nothing more. */
  leave(): void;
}

/** `null` where the browser lacks the means. */
export function createTabs(name: string): Tabs | null {
  if (!canShare()) return null;
  let membership: Membership | null = null;
  return {
    join(events, lead) {
      membership = join(name, events, lead);
      return membership.known;
    },
    post: (message) => membership?.channel.postMessage(message),
    seize: () => membership?.seize(),
    leave() {
      membership?.leave();
      membership = null;
    },
  };
}

interface Membership {
  readonly channel: BroadcastChannel;
  readonly known: Promise<void>;
  seize(): void;
  leave(): void;
}

function join(name: string, events: TabEvents, lead?: Lead): Membership {
  const { locks } = navigator;
  const left = new AbortController();
  const { signal } = left;
  const channel = lead?.channel ?? new BroadcastChannel(name);
  channel.onmessage = ({ data }) => events.receive(data);
  let queue = new AbortController();
  let leading = false;
  let seizing = false;

  /** Holds the lock until this tab leaves or it is stolen. */
  async function hold(lock: Lock | null): Promise<void> {
    if (!lock || signal.aborted) return;
    leading = true;
    events.lead();
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  /** The promise of a lock that is stolen rejects with an `AbortError`, and so does that of a request that is given up. */
  async function request(options: LockOptions, known?: () => void): Promise<boolean> {
    let held = false;
    try {
      await locks.request(name, options, (lock) => {
        held = lock !== null;
        known?.();
        return hold(lock);
      });
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
      leading = false;
      if (held && !signal.aborted) events.deposed();
    }
    return held;
  }

  /** Waits for its turn, and again whenever it has lost the lead. */
  async function wait(): Promise<void> {
    while (!signal.aborted) {
      queue = new AbortController();
      const mine = queue;
      await request({ signal: mine.signal });
      if (mine.signal.aborted) return;
    }
  }

  /** Not twice: one would take the lead from oneself. */
  async function seize(): Promise<void> {
    if (leading || seizing) return;
    seizing = true;
    queue.abort();
    await request({ steal: true }, () => {
      seizing = false;
    });
    await wait();
  }

  /** Resolves when it is lost. */
  function takeOver(given: Lead): Promise<void> {
    const lost = new Promise<void>((resolve) => {
      given.onLost = resolve;
    });
    signal.addEventListener('abort', () => given.release(), { once: true });
    leading = true;
    events.lead();
    return lost;
  }

  const known = new Promise<void>((resolve) => {
    if (!lead) return void request({ ifAvailable: true }, resolve).then(wait);
    void takeOver(lead).then(() => {
      leading = false;
      if (!signal.aborted) events.deposed();
      return wait();
    });
    resolve();
  });

  return {
    channel,
    known,
    seize: () => void seize(),
    leave() {
      left.abort();
      queue.abort();
      channel.close();
    },
  };
}
