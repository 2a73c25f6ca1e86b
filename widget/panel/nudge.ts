/**
 * The nudge: a small bubble above the launcher with the site's words, for a visitor who has not opened the chat. It never takes the
 * focus, is announced once, and can be closed. When it shows is greeting.ts's business.
 */
import { nudgeStyles } from './nudge.styles.ts';
import { closeWord } from './words.ts';

export interface NudgeActs {
  /** The visitor has pressed it. */
  readonly open: () => void;
  /** The visitor has closed it. */
  readonly dismiss: () => void;
}

/** A live region that comes with its words in it is not read by all: it is in the page first, this long (milliseconds). */
const BEFORE_WORDS = 60;

let sheet: CSSStyleSheet | undefined;

export class Nudge {
  #host: HTMLElement;
  #root: ShadowRoot;
  #acts: NudgeActs;
  #bubble: HTMLElement;
  #text: HTMLElement;
  #listening = new AbortController();

  /** Shows it. */
  constructor(host: HTMLElement, root: ShadowRoot, text: string, acts: NudgeActs) {
    this.#host = host;
    this.#root = root;
    this.#acts = acts;
    this.#text = make('button', 'nudge-text');
    this.#text.dir = 'auto';
    this.#text.addEventListener('click', acts.open);
    const live = make('div', 'nudge-live');
    live.role = 'status';
    live.append(this.#text);
    this.#bubble = make('div', 'nudge');
    this.#bubble.append(live, this.#closeButton());
    adopt(root);
    root.append(this.#bubble);
    setTimeout(() => {
      if (!this.#text.textContent) this.say(text); // others may have come meanwhile
    }, BEFORE_WORDS);
    const { signal } = this.#listening;
    document.addEventListener('keydown', (event) => this.#pressed(event), { signal });
  }

  /** Other words in the same bubble. */
  say(text: string): void {
    this.#text.textContent = text;
    this.#bubble.dataset['said'] = '';
  }

  remove(): void {
    this.#listening.abort();
    this.#bubble.remove();
  }

  #closeButton(): HTMLElement {
    const button = make('button', 'nudge-close');
    button.ariaLabel = closeWord(this.#host);
    button.append(cross());
    button.addEventListener('click', () => this.#dismiss());
    return button;
  }

  /** Escape is the page's as well: it is heard, and not taken. */
  #pressed(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
    if (this.#bubble.isConnected) this.#dismiss();
  }

  /** What had the focus is gone then: it goes to the launcher beside it. */
  #dismiss(): void {
    if (this.#bubble.contains(this.#root.activeElement))
      this.#root.querySelector<HTMLElement>('letta-chat-launcher')?.focus({ preventScroll: true });
    this.#acts.dismiss();
  }
}

function adopt(root: ShadowRoot): void {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(nudgeStyles);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

function make(tag: 'button' | 'div', name: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  element.setAttribute('part', name);
  if (element instanceof HTMLButtonElement) element.type = 'button';
  return element;
}

function cross(): SVGElement {
  const create = (tag: string) => document.createElementNS('http://www.w3.org/2000/svg', tag) as SVGElement;
  const svg = create('svg');
  const path = create('path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', 'M6 6l12 12M18 6 6 18');
  svg.append(path);
  return svg;
}
