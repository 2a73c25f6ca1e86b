/** Remembers where the focus was when the panel opened, and brings it back there when it closes. */

export class FocusReturn {
  #before: HTMLElement | null = null;

  remember(): void {
    this.#before = deepActive();
  }

  /** To where it was; to `fallback` when that is gone, hidden or was nowhere. Who has gone on to elsewhere than `host` stays there. */
  restore(host: HTMLElement, fallback: HTMLElement | null): void {
    const { body, activeElement } = document;
    const before = this.#before;
    this.#before = null;
    if (activeElement !== body && !host.matches(':focus-within')) return;
    if (before !== body) before?.focus({ preventScroll: true });
    if (before === body || deepActive() !== before) fallback?.focus({ preventScroll: true });
  }
}

/** The focused element, looked for inside shadow trees too. */
function deepActive(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active as HTMLElement | null;
}
