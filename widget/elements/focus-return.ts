/** Remembers where the focus was when the panel opened, and brings it back there when it closes. */

export class FocusReturn {
  #before: HTMLElement | null = null;

  remember(): void {
    this.#before = deepActive();
  }

  /** To where it was; to `fallback` when that is gone, hidden or was nowhere. */
  restore(fallback: HTMLElement | null): void {
    const target = this.#before?.isConnected && this.#before !== document.body ? this.#before : fallback;
    this.#before = null;
    target?.focus({ preventScroll: true });
  }
}

/** The focused element, looked for inside shadow trees too. */
function deepActive(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active as HTMLElement | null;
}
