/** Keeps the page behind a full-screen panel from scrolling, and gives it back exactly as it was. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Several widgets may lock at once; the page is given back when the last one lets go. */
let holders = 0;
let overflowBefore = '';

export class ScrollLockController implements ReactiveController {
  #wants: () => boolean;
  #held = false;

  /** `wants` is asked at each update of the host. */
  constructor(host: ReactiveControllerHost, wants: () => boolean) {
    this.#wants = wants;
    host.addController(this);
  }

  hostUpdated(): void {
    this.#set(this.#wants());
  }

  hostDisconnected(): void {
    this.#set(false);
  }

  #set(held: boolean): void {
    if (held === this.#held) return;
    this.#held = held;
    const { style } = document.documentElement;
    if (held && holders++ === 0) {
      overflowBefore = style.overflow;
      style.overflow = 'hidden';
    } else if (!held && --holders === 0) style.overflow = overflowBefore;
  }
}
