/**
 * Notices when the page changes how it looks while the chat is open: a class that makes it dark, the system's own change at
 * dusk, a reader who asks for more contrast. What the page then looks like is `page-look.ts`'s business.
 */
import type { ReactiveController, ReactiveElement } from 'lit';

const QUERIES = ['(prefers-color-scheme: dark)', '(prefers-contrast: more), (forced-colors: active)'];

/** Milliseconds between a change and the look at it: some pages write to their root at every frame while they are scrolled. */
const PATIENCE = 100;

export class PageWatch implements ReactiveController {
  #host: ReactiveElement;
  #queries = QUERIES.map((query) => matchMedia(query));
  #timer: ReturnType<typeof setTimeout> | undefined;
  #observer = new MutationObserver(() => this.#changed());

  constructor(host: ReactiveElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    for (const element of [document.documentElement, document.body]) {
      this.#observer.observe(element, { attributes: true });
      // A background that fades over is not yet what it will be.
      element.addEventListener('transitionend', this.#changed);
    }
    for (const query of this.#queries) query.addEventListener('change', this.#changed);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#observer.disconnect();
    for (const element of [document.documentElement, document.body])
      element.removeEventListener('transitionend', this.#changed);
    for (const query of this.#queries) query.removeEventListener('change', this.#changed);
  }

  #changed = (event?: Event): void => {
    if (event instanceof TransitionEvent && event.target !== event.currentTarget) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#host.requestUpdate('page', null); // under this name the host knows that it has to look anew
    }, PATIENCE);
  };
}
