/**
 * Keeps a scroller at its end while content grows, and lets go at the reader's first move away from it: wheel, finger,
 * key, focus or scrollbar. At the end again it follows again. How the way back is offered is the host's business.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Pixels from the end that still count as the end: fractions of zoomed pages, and a reader's imprecise hand. */
const NEAR = 12;
/** How long going to the end may take, in milliseconds. */
const SETTLING = 200;

export class ScrollFollowController implements ReactiveController {
  /** Whether the end is kept in view. */
  following = true;
  #find: () => HTMLElement | null;
  #changed: () => void;
  #scroller: HTMLElement | null = null;
  /** Until when the position may still be ours, by `performance.now()`. */
  #settling = 0;
  /** Where it was put last. */
  #end = 0;
  #listening: AbortController | undefined;
  #sizes: ResizeObserver | undefined;

  /**
   * `find` gives the scroller once it is rendered; its first child is the content whose growth counts. `changed` is called when
   * `following` is another.
   */
  constructor(host: ReactiveControllerHost, find: () => HTMLElement | null, changed: () => void) {
    this.#find = find;
    this.#changed = changed;
    host.addController(this);
  }

  hostUpdated(): void {
    const scroller = this.#find();
    if (scroller && scroller !== this.#scroller) this.#listen(scroller);
  }

  hostDisconnected(): void {
    this.#listening?.abort();
    this.#sizes?.disconnect();
    this.#scroller = null;
  }

  /** Goes to the end and follows from now on. */
  follow(): void {
    this.#set(true);
    this.keep();
  }

  /** Stays where it is from now on. */
  leave(): void {
    this.#set(false);
  }

  #listen(scroller: HTMLElement): void {
    this.hostDisconnected();
    this.#scroller = scroller;
    this.#listening = new AbortController();
    const options = { passive: true, signal: this.#listening.signal };
    scroller.addEventListener('scroll', () => this.#scrolled(scroller), options);
    // These let go before the scroll event comes, or the next growth would pull the reader back once.
    for (const type of ['wheel', 'touchmove', 'keydown', 'pointerdown', 'focusin'])
      scroller.addEventListener(type, (event) => leadsAway(event, scroller) && this.#letGo(scroller), options);
    // Not at once: rows that come into view are measured then, and a loop of the observer is an error on the page.
    this.#sizes = new ResizeObserver(() => this.#soon());
    this.#sizes.observe(scroller);
    this.#sizes.observe(scroller.firstElementChild!);
  }

  #letGo({ scrollHeight, clientHeight }: HTMLElement): void {
    if (scrollHeight > clientHeight + NEAR) this.#set(false);
  }

  /**
   * Going to the end takes a few frames: rows are measured when they come into view, and WebKit's scroll anchoring takes the
   * first step back. What moves the position up after that is a reader (a search in the page). Where it is still where it was put,
   * the content has grown; a slow machine tells of it late.
   */
  #scrolled(scroller: HTMLElement): void {
    if (below(scroller) <= NEAR) this.#set(true);
    else if (!this.following) return;
    else if (performance.now() < this.#settling || scroller.scrollTop >= this.#end) this.#toEnd();
    else this.#letGo(scroller);
  }

  /** To be called when the content has grown, so that the frame's measuring has nothing left to move. */
  keep(): void {
    this.#soon();
    this.#toEnd();
  }

  /** One frame: what grows after it, or moves the position, is told by the observer and by the scroll event. */
  #soon(): void {
    if (!this.following) return;
    this.#settling = performance.now() + SETTLING;
    requestAnimationFrame(this.#toEnd);
  }

  #toEnd = (): void => {
    const scroller = this.#scroller;
    if (!this.following || !scroller) return;
    scroller.scrollTop = scroller.scrollHeight;
    this.#end = scroller.scrollTop;
  };

  #set(following: boolean): void {
    if (following === this.following) return;
    this.following = following;
    this.#changed();
  }
}

/** Pixels of content below what is in sight. */
const below = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement) => scrollHeight - scrollTop - clientHeight;

/** Whether this is the beginning of a move away from the end. */
function leadsAway(event: Event, scroller: HTMLElement): boolean {
  if (event instanceof WheelEvent) return event.deltaY < 0;
  if (event instanceof KeyboardEvent) return /^(ArrowUp|PageUp|Home)$/.test(event.key);
  // Some browsers scroll to it before they tell of it, others after: what counts is whether it would be in sight at the end.
  if (event.type === 'focusin')
    return (
      (event.target as Element).getBoundingClientRect().top < scroller.getBoundingClientRect().top + below(scroller)
    );
  // Of presses only those on the scrollbar, whose target is the scroller itself.
  return event.type !== 'pointerdown' || event.target === scroller;
}
