/**
 * Brings what one has said back into an empty field: arrow up goes to earlier messages, arrow down to later ones, Escape empties
 * the field again. As soon as anything is changed there, it is a draft like any other, and the keys are the field's own.
 */
import type { ChatMessage } from '../core/view.ts';

/** What it needs of the composer. */
export interface RecallField {
  readonly text: string;
  readonly input: HTMLTextAreaElement | null;
  write(text: string): void;
}

export class Recall {
  #field: RecallField;
  #messages: () => readonly ChatMessage[];
  /** How far back, and what was brought from there. */
  #at = -1;
  #brought = '';

  constructor(field: RecallField, messages: () => readonly ChatMessage[]) {
    this.#field = field;
    this.#messages = messages;
  }

  pressed = (event: KeyboardEvent): void => {
    const { key, isComposing, keyCode, shiftKey, altKey, ctrlKey, metaKey } = event;
    // 229: an input method has the key, whatever it says.
    if (isComposing || keyCode === 229 || shiftKey || altKey || ctrlKey || metaKey) return;
    if (!this.#isBrought) this.#at = -1;
    const isBrowsing = this.#at >= 0;
    if (key === 'ArrowUp' && (isBrowsing || !this.#field.text)) this.#go(event, this.#at + 1);
    else if (key === 'ArrowDown' && isBrowsing) this.#go(event, this.#at - 1);
    else if (key === 'Escape' && isBrowsing) this.#go(event, -1);
  };

  /** Whether the field holds what was brought, with the caret where it was put, or at the very beginning. */
  get #isBrought(): boolean {
    const { text, input } = this.#field;
    if (this.#at < 0 || text !== this.#brought || input?.selectionStart !== input?.selectionEnd) return false;
    return input?.selectionStart === 0 || input?.selectionStart === text.length;
  }

  #go(event: KeyboardEvent, at: number): void {
    const texts = this.#texts();
    if (at >= texts.length && this.#at < 0) return;
    event.preventDefault();
    if (at >= texts.length) return; // the earliest stays
    this.#at = at;
    this.#brought = texts[at] ?? '';
    this.#field.write(this.#brought);
    const { input } = this.#field;
    if (!input) return;
    // Not at the next update: the caret goes behind the words.
    input.value = this.#brought;
    input.setSelectionRange(input.value.length, input.value.length);
    input.scrollTop = input.scrollHeight;
  }

  /** The newest first; what was said several times comes once. */
  #texts(): readonly string[] {
    const own = this.#messages().filter(({ role, text }) => role === 'user' && text);
    return [...new Set(own.map(({ text }) => text).reverse())];
  }
}
