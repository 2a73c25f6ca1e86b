/**
 * The lead for a tab that has heard of no other: taken if nobody has it. A word of another tab, or the loss of the lead, ends that;
 * who then leads is tabs.ts's business.
 */

/** Whether tabs can know of each other: not on plain HTTP, in old browsers and in Node. Then every tab is on its own. */
export const canShare = (): boolean =>
  !!globalThis.navigator?.locks && typeof BroadcastChannel !== 'undefined' && typeof document !== 'undefined';

/** Resolves with what gives up the lead, or `null` when another tab has it. `onOthers`: there are others after all, or one has taken the lead. */
export async function claim(name: string, onOthers: (isLost: boolean) => void): Promise<(() => void) | null> {
  if (!canShare()) return () => undefined;
  const channel = new BroadcastChannel(name);
  channel.onmessage = () => onOthers(false);
  let release: (value?: unknown) => void = () => undefined;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  const leads = await new Promise<boolean>((resolve) => {
    const take = (lock: Lock | null) => {
      resolve(lock !== null);
      return lock && held;
    };
    navigator.locks.request(name, { ifAvailable: true }, take).catch(() => onOthers(true));
  });
  const leave = () => {
    release();
    channel.close();
  };
  if (leads) return leave;
  leave();
  return null;
}
