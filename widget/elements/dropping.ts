/**
 * What is dragged over the panel: shows that it may be dropped anywhere there, and takes words, which are put behind what stands in
 * the field. Files are taken by the composer itself, words over a field by the field.
 */

/** What it needs of the composer. */
export interface DropField {
  readonly text: string;
  write(text: string): void;
  focus(): void;
}

/** Begins to watch the panel, for as long as it is there. The composer's own listeners have to be on it already. */
export function watchDropping(panel: HTMLElement, field: DropField, words: () => string): void {
  /** The last one that was entered: leaving that one is leaving the panel, since the next is entered before the last is left. */
  let entered: EventTarget | null = null;
  const show = (shown: boolean) => {
    if (shown) panel.dataset['dropping'] = words();
    else delete panel.dataset['dropping'];
  };
  panel.addEventListener('dragenter', (event) => {
    entered = event.target;
    takeWords(event);
    show(event.defaultPrevented); // somebody here wants it
  });
  panel.addEventListener('dragover', takeWords);
  panel.addEventListener('dragleave', ({ target }) => {
    if (target === entered) show(false);
  });
  panel.addEventListener('drop', (event) => {
    show(false);
    if (!takeWords(event)) return;
    const dropped = event.dataTransfer?.getData('text/plain') ?? '';
    field.write([field.text, dropped].filter(Boolean).join('\n'));
    field.focus();
  });
}

/** Keeps words from the browser; whether there are some. */
function takeWords(event: DragEvent): boolean {
  const types = event.dataTransfer?.types ?? [];
  const isField = event.target instanceof Element && event.target.matches('input, textarea');
  if (isField || types.includes('Files') || !types.includes('text/plain')) return false;
  event.preventDefault();
  return true;
}
