/**
 * Says whether the panel fills the screen (below 480 px), and gives the panel the visual viewport's box: where the on-screen
 * keyboard does not shrink the page (iOS), `100dvh` would leave the composer under it.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** The same width as in panel.styles.ts. */
const NARROW = '(max-width: 479.98px)';

export class ViewportController implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #narrow: MediaQueryList | undefined;
  #listening: AbortController | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  get narrow(): boolean {
    return this.#narrow?.matches ?? false;
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.#narrow = matchMedia(NARROW);
    this.#narrow.addEventListener('change', () => this.#host.requestUpdate(), { signal });
    for (const type of ['resize', 'scroll'])
      globalThis.visualViewport?.addEventListener(type, () => this.#place(), { signal });
    this.#place();
  }

  hostDisconnected(): void {
    this.#listening?.abort();
  }

  hostUpdated(): void {
    this.#place();
  }

  #place(): void {
    const root = this.#host.shadowRoot?.querySelector<HTMLElement>('.root');
    const viewport = globalThis.visualViewport;
    // A page zoomed by two fingers has a small visual viewport too; there the panel keeps the page's.
    if (!root || !viewport || !this.narrow || viewport.scale > 1.01) return;
    root.style.setProperty('--lc-viewport-height', `${viewport.height}px`);
    root.style.setProperty('--lc-viewport-top', `${viewport.offsetTop}px`);
  }
}
