/**
 * Runs of inline text and where they stand in the DOM. A run that asked for a link definition in vain is kept until the
 * definition comes, and is then shown again.
 */
import { html, render } from 'lit';
import { type InlineContext, inline } from './inline.ts';
import type { InlineLexer } from './lexer.ts';

/** A run of inline text, shown between what stands before it in `host` and `before`. */
export interface Text {
  readonly host: HTMLElement;
  /** What follows it in the host, or null when it is all that the host holds. */
  readonly before: Node | null;
  /** The text as it is to be lexed. */
  source: string;
  /** Shown before and behind it. */
  lead?: unknown;
  breaks?: boolean;
}

export interface Texts {
  show(text: Text): void;
  /**
   * Lets the next letter shown in `element` decide its direction. `dir="auto"` would do so too, but the browser then
   * looks through the element at every change of it: the square of its length.
   */
  direct(element: HTMLElement): void;
  /** Shows those again that waited for one of `labels`. */
  resolve(labels: Iterable<string>): void;
}

export function createTexts(lexer: InlineLexer, context: InlineContext): Texts {
  const waiting = new Map<string, Set<Text>>();
  let undirected: HTMLElement | null = null;
  const direct = (element: HTMLElement) => {
    undirected = element;
  };
  const show = (text: Text) => {
    if (undirected?.contains(text.host)) undirected = setDirection(undirected, text.source);
    const { tokens, missing } = lexer.lex(text.source);
    const content = inline(tokens, context);
    const whole = text.lead || text.breaks ? [text.lead, content, text.breaks ? html`<br />` : ''] : content;
    render(whole, text.host, text.before ? { renderBefore: text.before as ChildNode } : {});
    for (const label of missing) {
      const texts = waiting.get(label);
      if (texts) texts.add(text);
      else waiting.set(label, new Set([text]));
    }
  };
  const resolve = (labels: Iterable<string>) => {
    const found = new Set<Text>();
    for (const label of labels) {
      for (const text of waiting.get(label) ?? []) found.add(text);
      waiting.delete(label);
    }
    for (const text of found) show(text);
  };
  return { show, direct, resolve };
}

/** Letters written from right to left: Hebrew, Arabic and their neighbours. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;

/** Gives `element` the direction of the first letter; answers it again when there is none. */
function setDirection(element: HTMLElement, text: string): HTMLElement | null {
  const letter = /\p{L}/u.exec(text);
  if (!letter) return element;
  element.dir = RIGHT_TO_LEFT.test(letter[0]) ? 'rtl' : 'ltr';
  return null;
}
