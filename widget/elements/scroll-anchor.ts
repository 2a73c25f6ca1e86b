/**
 * Keeps the first row in view where it is while rows are added above it. Browsers' own scroll anchoring does not
 * work at the very top, and not at all in older Safaris.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class ScrollAnchorController implements ReactiveController {
  #find: () => HTMLElement | null;
  #row: Element | undefined;
  #top = 0;

  constructor(host: ReactiveControllerHost, find: () => HTMLElement | null) {
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
    const scroller = this.#find();
    const row = this.#row;
    this.#row = undefined;
    if (!row?.isConnected || !scroller) return;
    // The browser's own anchoring would add its correction to ours.
    scroller.style.overflowAnchor = 'none';
    scroller.scrollTop += row.getBoundingClientRect().top - this.#top;
    requestAnimationFrame(() => {
      scroller.style.overflowAnchor = '';
    });
  }
}
