/**
 * Keeps the first row in view where it is while rows are added above it. Browsers' own scroll anchoring does not
 * work at the very top, and not at all in older Safaris.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class ScrollAnchorController implements ReactiveController {
  #host: ReactiveControllerHost;
  #find: () => HTMLElement | null;
  #row: Element | undefined;
  #top = 0;

  constructor(host: ReactiveControllerHost, find: () => HTMLElement | null) {
    this.#host = host;
    this.#find = find;
    host.addController(this);
  }

  /** Remembers the first row in view; to be called before the update that adds rows above it. */
  hold(rows: Iterable<Element>): void {
    const scroller = this.#find();
    if (!scroller) return;
    const edge = scroller.getBoundingClientRect().top;
    for (const row of rows) {
      const { top, bottom } = row.getBoundingClientRect();
      if (bottom <= edge) continue;
      this.#row = row;
      this.#top = top;
      return;
    }
  }

  hostUpdated(): void {
    const row = this.#row;
    this.#row = undefined;
    // The rows themselves render after the host; only then is the distance known.
    if (row) void this.#host.updateComplete.then(() => this.#correct(row, this.#top, ROUNDS));
  }

  #correct(row: Element, top: number, rounds: number): void {
    const scroller = this.#find();
    if (!row.isConnected || !scroller) return;
    // The browser's own anchoring would add its correction to ours.
    scroller.style.overflowAnchor = 'none';
    scroller.scrollTop += row.getBoundingClientRect().top - top;
    scroller.style.overflowAnchor = '';
    // What comes into view is measured only when it is drawn; engines with anchoring see to that themselves.
    if (rounds > 0 && !CSS.supports('overflow-anchor', 'auto'))
      requestAnimationFrame(() => this.#correct(row, top, rounds - 1));
  }
}

/** Frames until rows that have come near the view have their real heights. */
const ROUNDS = 3;
