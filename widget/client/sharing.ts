/**
 * How the tabs of a site share one engine: the leading tab tells the others every event, and they apply it to their own copy
 * of the state; what their visitors do they ask the leader to do. Who leads is tabs/'s business.
 */
import type { Event } from '../core/events.ts';
import type { State } from '../core/state.ts';
import type { Lead } from '../tabs/claim.ts';
import type { TabEvents, Tabs } from '../tabs/tabs.ts';

/** What a tab wants done. `id` tells it apart, so that it may be asked for twice. */
export type Wish =
  | { readonly id: string; readonly event: Event }
  /** Opens a conversation; `null`: a new one, with this agent or the last. */
  | { readonly id: string; readonly open: string | null; readonly agent?: string | undefined };

type Message =
  /** A tab wants the leader's state. */
  | { readonly type: 'hello' }
  /** A tab has it, and listens. */
  | { readonly type: 'here' }
  | { readonly type: 'state'; readonly number: number; readonly state: State }
  | { readonly type: 'events'; readonly number: number; readonly events: readonly Event[] }
  | { readonly type: 'wish'; readonly wish: Wish }
  | { readonly type: 'done'; readonly id: string }
  | { readonly type: 'reset'; readonly left?: boolean };

export interface SharingHooks {
  readonly state: () => State;
  /** This tab runs the engine from now on; resolves when it does. `mirrored`: its state is the last leader's. */
  readonly lead: (mirrored: boolean) => Promise<void>;
  /** This tab no longer does. */
  readonly follow: () => void;
  /** Takes over the leader's state. */
  readonly mirror: (state: State) => void;
  /** Applies what happened at the leader. */
  readonly apply: (events: readonly Event[]) => void;
  /** Does what a tab wants; resolves when it is stored. */
  readonly grant: (wish: Wish) => Promise<void>;
  /** Another tab is about to forget everything. `left`: somebody else is here now. */
  readonly reset: (left?: boolean) => void;
  readonly later: (work: () => void, milliseconds: number) => () => void;
}

export interface Sharing {
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

/** A leader that has not answered for this long is frozen or broken (milliseconds). */
const PATIENCE = 2000;

/** `given`: this tab leads already. */
export function createSharing(tabs: Tabs | null, hooks: SharingHooks, given?: Lead): Sharing {
  const wishes = new Map<string, { readonly wish: Wish; readonly resolve: () => void }>();
  let leading = false;
  let held = given;
  let mirrored = false;
  let listeners = false;
  let number = 0;
  let batch: Event[] = [];
  let ready = Promise.resolve();
  let greeted: () => void = () => undefined;

  const post = (message: Message) => tabs?.post(message);

  function flush(): void {
    if (batch.length === 0) return;
    number += batch.length;
    post({ type: 'events', number, events: batch });
    batch = [];
  }

  function lead(): void {
    leading = true;
    ready = hooks.lead(mirrored).then(() => {
      flush();
      post({ type: 'state', number, state: hooks.state() });
      greeted();
    });
    for (const { wish } of [...wishes.values()]) void grant(wish);
  }

  async function grant(wish: Wish): Promise<void> {
    await ready;
    await hooks.grant(wish);
    flush();
    wishes.get(wish.id)?.resolve();
    wishes.delete(wish.id);
    post({ type: 'done', id: wish.id });
  }

  /** Asks the leader, and takes its place if it says nothing. */
  function ask(wish: Wish): void {
    post({ type: 'wish', wish });
    hooks.later(() => {
      if (wishes.has(wish.id) && !leading) tabs?.seize();
    }, PATIENCE);
  }

  function mirror(state: State, at: number): void {
    number = at;
    mirrored = true;
    hooks.mirror(state);
    greeted();
  }

  /** Events that came before were missed if the number does not fit: the whole state is asked for. */
  function applyNext(events: readonly Event[], upTo: number): void {
    if (upTo !== number + events.length) return void post({ type: 'hello' });
    number = upTo;
    hooks.apply(events);
  }

  /** Only tabs of this same version of the widget are in this channel, so what they say is not checked. */
  function receive(message: Message): void {
    switch (message.type) {
      case 'hello':
        if (!leading) return;
        flush();
        listeners = true;
        post({ type: 'state', number, state: hooks.state() });
        break;
      case 'state':
        if (leading) return;
        mirror(message.state, message.number);
        post({ type: 'here' });
        for (const { wish } of wishes.values()) post({ type: 'wish', wish });
        break;
      case 'here':
        listeners = true;
        break;
      case 'events':
        if (!leading && mirrored) applyNext(message.events, message.number);
        break;
      case 'wish':
        if (leading) void grant(message.wish);
        break;
      case 'done':
        wishes.get(message.id)?.resolve();
        wishes.delete(message.id);
        break;
      case 'reset':
        hooks.reset(message.left);
    }
  }

  function deposed(): void {
    leading = false;
    hooks.follow();
    post({ type: 'hello' });
  }

  return {
    async join() {
      const answered = new Promise<void>((resolve) => {
        greeted = resolve;
      });
      const events: TabEvents = { lead, deposed, receive: (message) => receive(message as Message) };
      if (tabs) await tabs.join(events, held);
      else lead();
      held = undefined; // who joins again has given it up
      if (leading) return ready;
      post({ type: 'hello' });
      const cancel = hooks.later(greeted, PATIENCE / 4);
      await answered;
      cancel();
    },
    tell(event) {
      if (!listeners) {
        number++;
        return;
      }
      batch.push(event);
      if (batch.length === 1) queueMicrotask(flush); // not a timer: browsers slow those of a hidden tab down
    },
    wish(wish) {
      if (leading) return ready.then(() => hooks.grant(wish));
      return new Promise((resolve) => {
        wishes.set(wish.id, { wish, resolve });
        ask(wish);
      });
    },
    announceReset: () => post({ type: 'reset' }),
    leave() {
      leading = false;
      mirrored = false;
      tabs?.leave();
    },
  };
}
