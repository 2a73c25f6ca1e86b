/**
 * The lead for a tab that has heard of no other: taken if nobody has it. From the first word of another tab on it is tabs.ts's
 * business, which takes it over.
 */

/** The lead, as long as nobody steals it. */
export interface Lead {
  /** What the other tabs say; assigned anew by whoever takes it over. `null` where tabs cannot know of each other. */
  readonly channel: BroadcastChannel | null;
  /** Called when another tab has taken it; assigned anew as well. */
  onLost: () => void;
  release(): void;
}

/** Whether tabs can know of each other: not on plain HTTP, in old browsers and in Node. Then each is on its own. */
export const canShare = (): boolean =>
  !!globalThis.navigator?.locks && typeof BroadcastChannel !== 'undefined' && typeof document !== 'undefined';

/** `null` when another tab has the lead. `onMessage` hears what other tabs say. */
export async function claim(name: string, onMessage: () => void): Promise<Lead | null> {
  let release: (value?: unknown) => void = () => undefined;
  if (!canShare()) return { channel: null, onLost: release, release };
  const held = new Promise((resolve) => {
    release = resolve;
  });
  const channel = new BroadcastChannel(name);
  channel.onmessage = onMessage;
  const lead: Lead = { channel, onLost: () => undefined, release };
  const isMine = await new Promise<boolean>((resolve) => {
    const hold = (lock: Lock | null) => {
      resolve(lock !== null);
      return lock && held;
    };
    navigator.locks.request(name, { ifAvailable: true }, hold).catch(() => lead.onLost());
  });
  if (isMine) return lead;
  channel.close();
  return null;
}
