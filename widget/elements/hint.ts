/**
 * The line below the composer: how many characters are left, or why a picture or the voice was not taken. It describes the field,
 * and is said politely when the visitor pauses: at each letter it would drown what they type.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { LIMIT, WARNING } from './composer.ts';
import { PICTURE_LIMIT } from './pictures.ts';
import { fill } from './strings/sentences.ts';
import type { Strings } from './strings/strings.ts';

/** How long a pause has to be, in milliseconds. */
const PAUSE = 1000;
const ID = 'hint';

export class Hint {
  #sentence = '';
  #isOver = false;
  /** What the live region says, or is about to. */
  #saying = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `trouble` is what went wrong last, and goes before the number of characters. */
  template(length: number, trouble: string, strings: Strings): TemplateResult {
    const left = LIMIT - length;
    this.#isOver = left < 0;
    this.#sentence = trouble || (length > WARNING ? characters(left, strings) : '');
    const isSevere = this.#isOver || trouble !== '';
    return html`${this.#sentence ? html`<p class="limit" part="limit" id=${ID} ?data-over=${isSevere}>${this.#sentence}</p>` : nothing}
      <span class="visually-hidden said" role="status"></span>`;
  }

  /** After it has been shown. */
  shown(input: HTMLElement, root: ParentNode): void {
    if (this.#sentence) input.setAttribute('aria-describedby', ID);
    else input.removeAttribute('aria-describedby');
    input.ariaInvalid = this.#isOver ? 'true' : null;
    // Only what is new: while a reply streams, the host updates at each frame.
    const region = this.#sentence === this.#saying ? null : root.querySelector('.said');
    if (!region) return;
    const sentence = this.#sentence;
    this.#saying = sentence;
    this.stop();
    this.#timer = setTimeout(() => {
      region.textContent = sentence;
    }, PAUSE);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** The sentence for files that are no suitable pictures. */
export const refusal = (strings: Strings): string => fill(strings, 'pictureRefused', { size: PICTURE_LIMIT });

const characters = (left: number, strings: Strings): string =>
  fill(strings, left < 0 ? 'charactersOver' : 'charactersLeft', { count: Math.abs(left) });
