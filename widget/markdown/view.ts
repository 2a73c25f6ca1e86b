/**
 * Shows a reply in an element, as it grows: feeds the text to the parser, makes an element for every new block and fills
 * those that changed. Finished blocks are not looked at again, except for text that waited for a link definition. Long
 * work is cut into slices, so that no text of any length blocks the page. How a kind of block looks is left to
 * `block-views.ts`.
 */

import { type BlockView, createBlockView, type Shared, tools } from './block-views.ts';
import type { Block } from './blocks.ts';
import { CopyButtons } from './copy.ts';
import { createExtras } from './extras.ts';
import type { MarkdownOptions } from './options.ts';
import { feed, finish } from './parse.ts';
import { hasTables, loadTables } from './tables.ts';
import { createTexts } from './texts.ts';
import { createParse, type Parse } from './tree.ts';

/** The longest that one slice of work goes on, in milliseconds, and the characters after which it looks at the clock. */
const SLICE_TIME = 8;
const SLICE_LENGTH = 4000;

/**
 * A growing text of more characters than these is shown some twelve times a second, a very long one less often: what a
 * frame costs the browser grows a little with all that is there, and nobody reads that fast.
 */
const LONG_TEXT = 1000;
const pace = (length: number): number => 80 + length / 4000;

export class MarkdownView {
  readonly #container: HTMLElement;
  readonly #options: MarkdownOptions;
  readonly #copyButtons: CopyButtons;
  #parse!: Parse;
  #shared!: Shared;
  #views = new WeakMap<Block, BlockView>();
  #open: BlockView | undefined;
  /** The text to be shown, and what of it is under way. */
  #wanted = '';
  #text = '';
  #taken = 0;
  #isFinal = false;
  #shownAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isWaiting = false;
  #whenShown: (() => void)[] = [];
  #stops: (() => void)[] = [];

  /** Takes over the children of `container`, which must be empty. */
  constructor(container: HTMLElement, options: MarkdownOptions) {
    this.#container = container;
    this.#options = options;
    this.#copyButtons = new CopyButtons(container, options.words);
    container.classList.add('markdown');
    this.#reset();
  }

  /**
   * Shows `text`, all of it so far. When it begins with what was shown before, only what is new is read; otherwise
   * everything is rendered anew. `isFinal` closes what is open; a final text that goes on is rendered anew too.
   */
  update(text: string, isFinal: boolean): void {
    if (text === this.#wanted && isFinal === this.#isFinal) return;
    if (this.#isFinal) this.#reset();
    this.#wanted = text;
    this.#isFinal = isFinal;
    this.#container.toggleAttribute('data-streaming', !isFinal);
    if (this.#isBusy) return;
    const wait = this.#shownAt + pace(this.#taken) - performance.now();
    if (isFinal || this.#taken < LONG_TEXT || wait <= 0) this.#work();
    else this.#timer = setTimeout(this.#work, wait);
  }

  /** Resolves when everything given so far is shown, code coloured and maths set included. */
  get complete(): Promise<void> {
    const shown = this.#isBusy ? new Promise<void>((done) => this.#whenShown.push(done)) : Promise.resolve();
    return shown.then(() => this.#shared.extras.complete());
  }

  get #isBusy(): boolean {
    return this.#timer !== undefined || this.#isWaiting;
  }

  /** Stops all work and listening; what is shown stays. */
  dispose(): void {
    this.#stop();
    this.#tellShown();
    this.#copyButtons.dispose();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isWaiting = false;
    this.#shared?.extras.dispose();
    for (const stop of this.#stops.splice(0)) stop();
  }

  #reset(): void {
    this.#stop();
    this.#container.replaceChildren();
    this.#parse = createParse({ maths: this.#options.maths ?? false });
    this.#shared = this.#createShared();
    const root = this.#parse.containers[0]!;
    this.#views.set(root, createBlockView(root, this.#shared));
    this.#open = undefined;
    this.#wanted = '';
    this.#text = '';
    this.#taken = 0;
    this.#isFinal = false;
  }

  #createShared(): Shared {
    const [options, parse, container] = [this.#options, this.#parse, this.#container];
    const extras = createExtras(options);
    const texts = createTexts(parse.lexer, { options, base: document.baseURI, setMaths: extras.setMaths });
    const whenDisposed = (stop: () => void) => this.#stops.push(stop);
    return { options, parse, container, texts, extras, tools, whenDisposed };
  }

  #work = (): void => {
    this.#timer = undefined;
    this.#shownAt = performance.now();
    this.#takeWanted();
    const until = this.#shownAt + SLICE_TIME;
    do {
      const end = this.#taken + SLICE_LENGTH;
      feed(this.#parse, copy(this.#text.slice(this.#taken, end)));
      this.#taken = Math.min(end, this.#text.length);
      if (this.#isFinal && this.#taken === this.#text.length) finish(this.#parse);
      this.#show();
      if (this.#waitsForTables()) return;
    } while (this.#taken < this.#text.length && performance.now() < until);
    if (this.#taken < this.#text.length) this.#timer = setTimeout(this.#work);
    else this.#tellShown();
  };

  /** Comparing looks at all of the text: it is done as often as the text is shown, not as often as it grows. */
  #takeWanted(): void {
    const [wanted, isFinal] = [this.#wanted, this.#isFinal];
    if (!wanted.startsWith(this.#text)) this.#reset();
    this.#wanted = wanted;
    this.#text = wanted;
    this.#isFinal = isFinal;
  }

  /** The first table's view has to be fetched: the table and what follows are shown when it is there. */
  #waitsForTables(): boolean {
    if (!this.#parse.changed.size) return false;
    const parse = this.#parse;
    this.#isWaiting = true;
    loadTables().then(() => {
      if (!this.#isWaiting || parse !== this.#parse) return;
      this.#isWaiting = false;
      this.#work();
    });
    return true;
  }

  #tellShown(): void {
    for (const done of this.#whenShown.splice(0)) done();
  }

  #show(): void {
    const { changed, defined, leaf, containers } = this.#parse;
    for (const block of changed) {
      if (block.kind === 'table' && !hasTables()) break;
      changed.delete(block);
      this.#showBlock(block);
    }
    this.#shared.texts.resolve(defined);
    defined.clear();
    const open = this.#isFinal ? undefined : this.#views.get(leaf ?? containers.at(-1)!);
    if (open === this.#open) return;
    // The caret stands in text; its looks are the transcript's. Paragraphs and headings have no other class.
    const hasCaret = (view: BlockView | undefined) => view && /^(?:p|h\d)$/.test(view.element.localName);
    if (hasCaret(this.#open)) this.#open!.element.removeAttribute('class');
    if (hasCaret(open)) open!.element.className = 'caret';
    this.#open = open;
  }

  #showBlock(block: Block): void {
    let view = this.#views.get(block);
    if ('gone' in block && block.gone) {
      if (view) this.#views.get(block.parent)!.remove!(view);
      this.#views.delete(block);
      return;
    }
    if (!view) {
      view = createBlockView(block, this.#shared);
      this.#views.set(block, view);
      this.#views.get(block.parent!)!.add!(view);
    }
    view.show?.();
  }
}

/**
 * The same text, on its own: a slice keeps alive all of the text that it was cut from (in V8), and each frame's is another
 * one, which over a long reply adds up to the square of its length.
 */
const copy = (slice: string): string => slice.split('').join('');
