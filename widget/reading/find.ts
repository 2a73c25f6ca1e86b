/**
 * The find bar, a chunk of its own: the browser's own search misses rows that are not in the page. It goes from the newest
 * message that has the words to earlier ones, and fetches older pages when it is asked to. Where words stand is
 * `matches.ts`'s business.
 */
import { adoptStyles, html, nothing, render, type TemplateResult } from 'lit';
import type { ChatMessage } from '../core/view.ts';
import { closeIcon, icon } from '../elements/icons.ts';
import { fill } from '../elements/strings/sentences.ts';
import { findStyles } from './find.styles.ts';
import { findTexts, rangesIn } from './matches.ts';
import { type FindStrings, findEnglish } from './strings.ts';

const upIcon = icon('M5.5 14.5 12 8l6.5 6.5');
const downIcon = icon('M5.5 9.5 12 16l6.5-6.5');

/** What the bar asks of the transcript. */
export interface FindHost {
  /** The box that scrolls, with one `letta-chat-message` for each of the newest messages. */
  readonly scroller: HTMLElement;
  /** Words in place of the built-in ones, and their language. */
  words(): Partial<FindStrings> & Pick<FindStrings, 'locale'>;
  messages(): readonly ChatMessage[];
  /** Whether the server has older messages, and whether they are on their way. */
  older(): 'none' | 'some' | 'coming';
  loadOlder(): void;
  /** Brings the message into the page. */
  bring(index: number): Promise<void>;
  /** The found place is in view: it is not to be left for the end. */
  stay(): void;
}

export class FindBar {
  readonly #host: FindHost;
  readonly #box = document.createElement('div');
  readonly #before: Element | null;
  #text = '';
  /** Indexes of the messages that have the words, and which of them is shown. */
  #found: number[] = [];
  #at = -1;
  #isSeeking = false;
  #seen: readonly ChatMessage[] = [];

  /** Shows itself above the transcript, with the focus in it. */
  constructor(host: FindHost) {
    this.#host = host;
    const root = host.scroller.getRootNode() as ShadowRoot;
    this.#before = root.activeElement;
    if (!root.adoptedStyleSheets.includes(findStyles)) adoptStyles(root, [...root.adoptedStyleSheets, findStyles]);
    this.#box.className = 'find';
    this.#box.part.add('find');
    this.#box.setAttribute('role', 'search');
    this.#box.addEventListener('keydown', this.#pressed);
    this.focus();
  }

  get #words(): FindStrings {
    return { ...findEnglish, ...this.#host.words() };
  }

  get isOpen(): boolean {
    return this.#box.isConnected;
  }

  focus(): void {
    if (!this.isOpen) this.#host.scroller.before(this.#box);
    this.#draw();
    this.#box.querySelector('input')?.select();
  }

  close = (): void => {
    this.#isSeeking = false;
    this.#mark([]);
    this.#box.remove();
    if (this.#before instanceof HTMLElement) this.#before.focus({ preventScroll: true });
  };

  /** The transcript has been shown anew. */
  update(): void {
    const messages = this.#host.messages();
    if (!this.isOpen) return;
    if (messages.length !== this.#seen.length || messages[0]?.id !== this.#seen[0]?.id) this.#renew(messages);
    this.#draw();
  }

  #renew(messages: readonly ChatMessage[]): void {
    const current = this.#seen[this.#found[this.#at] ?? -1]?.id;
    const had = this.#found.length;
    this.#search();
    this.#at = this.#found.findIndex((index) => messages[index]?.id === current);
    if (this.#isSeeking) this.#seek(had);
  }

  /** Goes on fetching until an earlier message has the words, or there are no more. */
  #seek(had: number): void {
    if (this.#found.length > had || this.#host.older() === 'none') {
      this.#isSeeking = false;
      if (this.#found.length > had) void this.#go(Math.max(0, this.#at - 1));
    } else if (this.#host.older() === 'some') this.#host.loadOlder();
  }

  #search(): void {
    this.#seen = this.#host.messages();
    this.#found = findTexts(
      this.#seen.map(({ text }) => text),
      this.#text,
    );
  }

  #typed = (event: Event): void => {
    this.#text = (event.target as HTMLInputElement).value;
    this.#search();
    void this.#go(this.#found.length - 1);
  };

  #pressed = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.close();
    } else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      this.#step(event.shiftKey ? 1 : -1);
    }
  };

  #step(by: number): void {
    const count = this.#found.length;
    if (count) void this.#go((this.#at + by + count) % count);
  }

  async #go(at: number): Promise<void> {
    this.#at = at;
    const index = this.#found[at];
    if (index !== undefined) await this.#host.bring(index);
    this.#show(index);
    this.#draw();
  }

  #rowOf(index: number): Element | undefined {
    const rows = this.#host.scroller.querySelectorAll('letta-chat-message');
    return rows[index - (this.#host.messages().length - rows.length)];
  }

  #show(current: number | undefined): void {
    const row = current === undefined ? undefined : this.#rowOf(current);
    const ranges = row ? rangesIn(row, this.#text) : [];
    this.#mark(ranges);
    // Where no place can be marked, the whole message is.
    if (!ranges.length || !canHighlight()) row?.toggleAttribute('data-found', true);
    const place = ranges[0]?.startContainer.parentElement ?? row;
    place?.scrollIntoView({ block: 'center' });
    if (place) this.#host.stay();
  }

  #mark(ranges: readonly Range[]): void {
    for (const row of this.#host.scroller.querySelectorAll('[data-found]')) row.removeAttribute('data-found');
    if (canHighlight()) CSS.highlights.set('letta-chat-found', new Highlight(...ranges));
  }

  #draw(): void {
    if (this.isOpen) render(this.#template(), this.#box);
  }

  #template(): TemplateResult {
    const words = this.#words;
    const button = (label: string, glyph: TemplateResult, press: () => void) =>
      html`<button type="button" class="icon-button" aria-label=${label} title=${label} @click=${press}>${glyph}</button>`;
    return html`<div class="find-line">
        <input type="search" aria-label=${words['find.label']} placeholder=${words['find.label']} dir="auto" enterkeyhint="search" @input=${this.#typed} />
        <output>${this.#count()}</output>
        ${button(words['find.earlier'], upIcon, () => this.#step(-1))} ${button(words['find.later'], downIcon, () => this.#step(1))}
        ${button(words['find.close'], closeIcon, this.close)}
      </div>
      ${this.#text.trim() && this.#host.older() !== 'none' ? this.#olderButton() : nothing}`;
  }

  #count(): string {
    const count = this.#found.length;
    if (count) return fill(this.#words, 'find.count', { number: this.#at + 1, count });
    return this.#text.trim() ? this.#words['find.none'] : '';
  }

  #olderButton(): TemplateResult {
    const ask = () => {
      this.#isSeeking = true;
      this.#host.loadOlder();
      this.#draw();
    };
    return html`<button type="button" class="text-button" ?disabled=${this.#isSeeking} @click=${ask}>
      ${this.#words[this.#isSeeking ? 'find.searching' : 'find.older']}
    </button>`;
  }
}

const canHighlight = (): boolean => 'highlights' in CSS && typeof Highlight === 'function';
