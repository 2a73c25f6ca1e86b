/**
 * Keeps a scroller at its end while content grows, and lets go at the reader's first move away from it: wheel, finger,
 * key or scrollbar. At the end again it follows again. How the way back is offered is the host's business.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Pixels from the end that still count as the end: fractions of zoomed pages, and a reader's imprecise hand. */
const NEAR = 12;

export class ScrollFollowController implements ReactiveController {
  /** Whether the end is kept in view. */
  following = true;
  #host: ReactiveControllerHost;
  #find: () => HTMLElement | null;
  #scroller: HTMLElement | null = null;
  #lastTop = 0;
  #listening: AbortController | undefined;
  #sizes: ResizeObserver | undefined;

  /** `find` gives the scroller once it is rendered; its first child is the content whose growth counts. */
  constructor(host: ReactiveControllerHost, find: () => HTMLElement | null) {
    this.#host = host;
    this.#find = find;
    host.addController(this);
  }

  hostUpdated(): void {
    this.#listen();
    this.#keep();
  }

  hostDisconnected(): void {
    this.#listening?.abort();
    this.#sizes?.disconnect();
    this.#scroller = null;
  }

  /** Goes to the end and follows from now on. */
  follow(): void {
    this.#set(true);
    this.#keep();
  }

  #listen(): void {
    const scroller = this.#find();
    if (!scroller || scroller === this.#scroller) return;
    this.hostDisconnected();
    this.#scroller = scroller;
    this.#listening = new AbortController();
    const options = { passive: true, signal: this.#listening.signal };
    scroller.addEventListener('scroll', () => this.#scrolled(scroller), options);
    // Wheel and finger let go before the scroll event comes, or the next growth would pull the reader back once.
    scroller.addEventListener('wheel', (event) => event.deltaY < 0 && this.#letGo(scroller), options);
    scroller.addEventListener('touchmove', () => this.#letGo(scroller), options);
    this.#sizes = new ResizeObserver(() => this.#keep());
    this.#sizes.observe(scroller);
    if (scroller.firstElementChild) this.#sizes.observe(scroller.firstElementChild);
  }

  #letGo(scroller: HTMLElement): void {
    if (scroller.scrollHeight > scroller.clientHeight + NEAR) this.#set(false);
  }

  #scrolled(scroller: HTMLElement): void {
    const top = scroller.scrollTop;
    const atEnd = scroller.scrollHeight - top - scroller.clientHeight <= NEAR;
    // Content that grows does not move the position, so a smaller one is the reader's doing.
    if (atEnd) this.#set(true);
    else if (top < this.#lastTop) this.#set(false);
    this.#lastTop = top;
  }

  #keep(): void {
    if (!this.following || !this.#scroller) return;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#lastTop = this.#scroller.scrollTop;
  }

  #set(following: boolean): void {
    if (following === this.following) return;
    this.following = following;
    this.#host.requestUpdate();
  }
}
