/**
 * For a panel that fills the screen (phones): gives it the visual viewport's box, since where the on-screen keyboard does not
 * shrink the page (iOS) `100dvh` would leave the composer under it, keeps the page behind from scrolling and from being reached,
 * and gives it back as it was.
 */
import type { ReactiveController, ReactiveElement } from 'lit';

/** The same as in panel.styles.ts. */
export const NARROW = '(max-width: 479.98px), (max-width: 959.98px) and (max-height: 479.98px)';

/** Several widgets may hold the page; it is given back when the last one lets go. */
let holders = 0;
let overflowBefore = '';
let scrollBefore: ScrollToOptions;

export class ViewportController implements ReactiveController {
  #host: ReactiveElement;
  #wants: () => boolean;
  #narrow = matchMedia(NARROW);
  /** Lets go of the page, while it is held. */
  #release: (() => void) | undefined;

  /** `wants` is asked at each update whether the panel would fill a narrow screen. */
  constructor(host: ReactiveElement, wants: () => boolean) {
    this.#host = host;
    this.#wants = wants;
    host.addController(this);
  }

  /** Whether the panel fills the screen. */
  get filled(): boolean {
    return this.#narrow.matches && this.#host.isConnected && this.#wants();
  }

  hostConnected(): void {
    this.#narrow.onchange = () => this.#host.requestUpdate();
    this.#host.requestUpdate(); // it may have been moved in the page while it was open
  }

  hostUpdated(): void {
    if (!this.filled) this.#letGo();
    else this.#release ??= hold(this.#host);
  }

  hostDisconnected(): void {
    this.#narrow.onchange = null;
    this.#letGo();
  }

  #letGo(): void {
    this.#release?.();
    this.#release = undefined;
  }
}

function hold(host: ReactiveElement): () => void {
  const listening = new AbortController();
  const beside = reachableBeside(host);
  for (const one of beside) one.inert = true;
  for (const type of ['resize', 'scroll'])
    visualViewport?.addEventListener(type, () => place(host), { signal: listening.signal });
  place(host);
  const { style } = document.documentElement;
  if (holders++ === 0) {
    overflowBefore = style.overflow;
    scrollBefore = { left: scrollX, top: scrollY, behavior: 'instant' };
    style.overflow = 'hidden';
  }
  return function release() {
    listening.abort();
    for (const one of beside) one.inert = false;
    if (--holders > 0) return;
    style.overflow = overflowBefore;
    // The browser has moved the page for the keyboard (iOS), or could not keep the place while nothing scrolled.
    scrollTo(scrollBefore);
  };
}

function place(host: ReactiveElement): void {
  const root = host.renderRoot.querySelector<HTMLElement>('.root');
  // A page zoomed by two fingers has a small visual viewport too; there the panel keeps the page's.
  if (!root || !visualViewport || visualViewport.scale > 1.01) return;
  root.style.setProperty('--lc-viewport-height', `${visualViewport.height}px`);
  root.style.setProperty('--lc-viewport-top', `${visualViewport.offsetTop}px`);
}

/** Everything that is neither the element nor around it nor inert already, shadow trees included. */
function reachableBeside(element: Element): HTMLElement[] {
  const found: HTMLElement[] = [];
  let inner: Node = element;
  for (let outer = inner.parentNode as ShadowRoot | null; outer; outer = inner.parentNode as ShadowRoot | null) {
    for (const child of outer.children) {
      if (child !== inner && child instanceof HTMLElement && !child.inert) found.push(child);
    }
    inner = outer.host ?? outer;
  }
  return found;
}
