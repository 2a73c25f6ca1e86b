/**
 * What a site may ask of a chat that is closed, perhaps not even loaded: a nudge and a keyboard shortcut. A chunk of its own that only
 * pages with one of them fetch; it imports nothing of the chat, because it comes before it. The same host is attended once,
 * whether the loader or `<letta-chat>` asks.
 */
import { Nudge } from './nudge.ts';
import { describe, isPress, parseShortcuts, type Shortcut } from './shortcut.ts';

/** How long after the page the nudge comes where `nudge-after` does not say (seconds). */
const AFTER = 8;
/** In `sessionStorage`, once the visitor has closed the nudge or opened the chat: none for the rest of the visit. */
const DONE = 'letta-chat-nudge';

/** What of a host is read, before its definition and after it. Properties win over attributes. */
interface Settings {
  readonly nudgeText?: string | null;
  readonly nudgeAfter?: number | string | null;
  readonly shortcut?: string | null;
  readonly open?: boolean;
}

class Greeter {
  #host: HTMLElement & Settings;
  #nudge: Nudge | undefined;
  /** The chat has been opened or the nudge closed. */
  #done = false;
  /** What was planned last: the same is not planned twice. */
  #planned = '';
  #plan = new AbortController();
  #written = '';
  #shortcuts: readonly Shortcut[] = [];

  constructor(host: HTMLElement) {
    this.#host = host;
    host.addEventListener('letta-chat-open', () => this.#end());
  }

  /** Takes up what the host says now. */
  read(): void {
    const { nudgeText, nudgeAfter, shortcut } = this.#host;
    this.#readShortcut((shortcut ?? this.#host.getAttribute('shortcut') ?? '').trim());
    this.#planNudge(
      nudgeText ?? this.#host.getAttribute('nudge') ?? '',
      `${nudgeAfter ?? this.#host.getAttribute('nudge-after') ?? ''}`,
    );
  }

  /** Shows the nudge now, unless the chat is or was open or the visitor has closed one. Answers whether it shows. */
  say(text: string): boolean {
    this.#plan.abort();
    const root = this.#host.shadowRoot;
    if (!root || !text.trim() || !this.#isWelcome) return false;
    if (this.#nudge) this.#nudge.say(text);
    else {
      this.#nudge = new Nudge(this.#host, root, text, { open: () => this.#press(), dismiss: () => this.#end() });
      this.#host.addEventListener('click', () => this.#end(), { once: true }); // at once, however long loading takes
    }
    return true;
  }

  /** Opens or closes the chat if the event is a shortcut of it. */
  pressed(event: KeyboardEvent): void {
    if (!this.#host.isConnected || !this.#isFloating || !this.#shortcuts.some((one) => isPress(event, one))) return;
    event.preventDefault();
    this.#press();
  }

  #readShortcut(written: string): void {
    const parsed = written === this.#written ? this.#shortcuts : parseShortcuts(written);
    if (!parsed)
      console.error(
        `<letta-chat>: shortcut="${written}" cannot be pressed. Write modifiers and one key, such as "Control+/" or "Alt+C"; several with spaces between.`,
      );
    this.#written = written;
    this.#shortcuts = parsed ?? [];
    // Each time: after its definition the host has another launcher.
    const button = this.#host.shadowRoot?.querySelector('letta-chat-launcher')?.shadowRoot?.querySelector('button');
    if (this.#shortcuts.length) button?.setAttribute('aria-keyshortcuts', this.#shortcuts.map(describe).join(' '));
    else button?.removeAttribute('aria-keyshortcuts');
  }

  #planNudge(text: string, after: string): void {
    const plan = text && `${after} ${text}`;
    if (plan === this.#planned) return;
    this.#planned = plan;
    this.#plan.abort();
    this.#plan = new AbortController();
    if (!text) {
      this.#nudge?.remove();
      this.#nudge = undefined;
      return;
    }
    const { signal } = this.#plan;
    const seconds = after !== '' && Number(after) >= 0 ? Number(after) : AFTER;
    const timer = setTimeout(() => whenVisible(() => this.say(text), signal), seconds * 1000);
    signal.addEventListener('abort', () => clearTimeout(timer));
  }

  get #isFloating(): boolean {
    return !/^(inline|page)$/.test(this.#host.getAttribute('mode') ?? '');
  }

  get #isWelcome(): boolean {
    const isOpen = this.#host.open || this.#host.hasAttribute('open');
    return (
      !isOpen && !this.#done && this.#isFloating && this.#host.isConnected && !visit((storage) => storage.getItem(DONE))
    );
  }

  /** As a press on the launcher, which is there before the chat's definition and after it. */
  #press(): void {
    this.#host.shadowRoot?.querySelector<HTMLElement>('slot[name="launcher"]')?.click();
  }

  /** Stores nothing on pages without a nudge. */
  #end(): void {
    this.#plan.abort();
    if (this.#nudge || this.#planned) visit((storage) => storage.setItem(DONE, 'done'));
    this.#done = true;
    this.#nudge?.remove();
    this.#nudge = undefined;
  }
}

/** `null` where the browser keeps nothing for this page or has no room left: then it is remembered until the next one. */
function visit<Kept>(act: (storage: Storage) => Kept): Kept | null {
  try {
    return act(sessionStorage);
  } catch {
    return null; // the access itself throws where cookies are blocked
  }
}

/** Nobody hears or sees it in a tab behind others. */
function whenVisible(act: () => void, signal: AbortSignal): void {
  if (!document.hidden) act();
  else document.addEventListener('visibilitychange', () => whenVisible(act, signal), { once: true, signal });
}

const greeters = new WeakMap<Element, Greeter>();
/** Of all hosts that are attended; they go when those go. */
const listeners = new Set<WeakRef<Greeter>>();

/** Takes up what the host asks for, now and at each call. */
export function attend(host: HTMLElement): Greeter {
  const known = greeters.get(host);
  const greeter = known ?? new Greeter(host);
  if (!known) {
    greeters.set(host, greeter);
    if (listeners.size === 0) document.addEventListener('keydown', hear);
    listeners.add(new WeakRef(greeter));
  }
  greeter.read();
  return greeter;
}

function hear(event: KeyboardEvent): void {
  for (const reference of listeners) {
    const greeter = reference.deref();
    if (!greeter) listeners.delete(reference);
    else if (!event.defaultPrevented) greeter.pressed(event);
  }
}
