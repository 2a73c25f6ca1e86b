/**
 * This tab's place among the others of the site: as long as it has heard of none it leads, if it gets the lead, and says
 * nothing. The first word of another tab, or that another one leads, brings in sharing.ts, which takes over from there.
 */
import type { Event } from '../core/events.ts';
import type { TabEvents, Tabs } from '../tabs/tabs.ts';
import type { Sharing, Wish } from './sharing.ts';

export interface Place {
  /** Resolves when this tab leads or has the leader's state, or nobody has answered. */
  join(): Promise<void>;
  /** Tells the other tabs what happened here. */
  tell(event: Event): void;
  /** Resolves when it is done and stored, here or at the leader. */
  wish(wish: Wish): Promise<void>;
  /** The other tabs are to let go: everything is about to be forgotten. */
  announceReset(): void;
  leave(): void;
}

export interface PlaceHooks {
  /** This tab runs the engine from now on; resolves when it does. */
  readonly lead: (mirrored: boolean) => Promise<void>;
  /** This tab no longer does. */
  readonly follow: () => void;
  /** Does what this tab wants; resolves when it is stored. */
  readonly grant: (wish: Wish) => Promise<void>;
  /** Brings in sharing.ts. `led`: resolves when the engine runs in this tab, which leads already; `null` when it does not lead. */
  readonly share: (led: () => Promise<void> | null) => Promise<Sharing>;
}

export function createPlace(tabs: Tabs | null, hooks: PlaceHooks): Place {
  let sharing: Sharing | null = null;
  let coming: Promise<Sharing> | null = null;
  /** Set while this tab leads; resolves when the engine runs here. */
  let led: Promise<void> | null = null;

  function bring(): Promise<Sharing> {
    coming ??= hooks
      .share(() => led)
      .then((made) => {
        sharing = made;
        return made;
      });
    return coming;
  }

  const events: TabEvents = {
    lead() {
      if (sharing) sharing.lead();
      else led = hooks.lead(false);
    },
    deposed() {
      led = null;
      hooks.follow();
      void bring().then((shared) => shared.deposed());
    },
    receive: (message) => void bring().then((shared) => shared.receive(message)), // one after the other, as they come
  };

  return {
    async join() {
      if (tabs) await tabs.join(events);
      else events.lead();
      await (led && !sharing ? led : (await bring()).greet());
    },
    tell: (event) => sharing?.tell(event),
    wish(wish) {
      if (sharing) return sharing.wish(wish);
      return led ? led.then(() => hooks.grant(wish)) : bring().then((shared) => shared.wish(wish));
    },
    announceReset: () => tabs?.post({ type: 'reset' }),
    leave() {
      led = null;
      sharing?.leave();
      tabs?.leave();
    },
  };
}
