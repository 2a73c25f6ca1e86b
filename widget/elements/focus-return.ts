/** Remembers where the focus is when the panel opens, and brings it back there when it closes. */

/** Brings it back; to `fallback` where that is gone, hidden or was nowhere. Who has gone on to elsewhere than `host` stays there. */
export type ReturnFocus = (host: HTMLElement, fallback: HTMLElement | null) => void;

export function rememberFocus(): ReturnFocus {
  const before = deepActive();
  return function returnFocus(host, fallback) {
    const { body, activeElement } = document;
    if (activeElement !== body && !host.matches(':focus-within')) return;
    if (before !== body) before?.focus({ preventScroll: true });
    if (before === body || deepActive() !== before) fallback?.focus({ preventScroll: true });
  };
}

/** The focused element, looked for inside shadow trees too. */
function deepActive(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active as HTMLElement | null;
}
