/** `markdown(text, isFinal, options)` on an element: shows a reply in it, as it grows. */
import { noChange } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';
import type { MarkdownOptions } from './options.ts';
import { MarkdownView } from './view.ts';

/** Needs no end: what a view listens to is its own element, and what it waits for is work that comes to an end. */
class MarkdownDirective extends Directive {
  #view: MarkdownView | undefined;
  #options: MarkdownOptions | undefined;

  render(_text: string, _isFinal: boolean, _options: MarkdownOptions): unknown {
    return noChange;
  }

  override update(part: ElementPart, [text, isFinal, options]: [string, boolean, MarkdownOptions]): unknown {
    if (this.#options !== options) {
      this.#view?.dispose();
      this.#view = new MarkdownView(part.element as HTMLElement, options);
      this.#options = options;
    }
    this.#view?.update(text, isFinal);
    return noChange;
  }
}

/**
 * Shows `text` (all of it so far) in the element it stands on, whose children it owns. `isFinal` says that no more will
 * come. `options` should stay the same object: another one renders everything anew.
 */
export const markdown = directive(MarkdownDirective);
