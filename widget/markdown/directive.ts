/** `markdown(text, isFinal, options)` on an element: shows a reply in it, as it grows. */
import { noChange } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive, type ElementPart, type PartInfo, PartType } from 'lit/directive.js';
import type { MarkdownOptions } from './options.ts';
import { MarkdownView } from './view.ts';

class MarkdownDirective extends AsyncDirective {
  #view: MarkdownView | undefined;
  #options: MarkdownOptions | undefined;
  #last: [text: string, isFinal: boolean] = ['', false];
  #element: HTMLElement | undefined;

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT)
      throw new Error('markdown() stands on an element, like an attribute, not in its content.');
  }

  render(_text: string, _isFinal: boolean, _options: MarkdownOptions): unknown {
    return noChange;
  }

  override update(part: ElementPart, [text, isFinal, options]: [string, boolean, MarkdownOptions]): unknown {
    if (this.#options !== options) this.disconnected();
    this.#options = options;
    this.#element = part.element as HTMLElement;
    this.#last = [text, isFinal];
    if (this.isConnected) this.reconnected();
    return noChange;
  }

  protected override disconnected(): void {
    this.#view?.dispose();
    this.#view = undefined;
  }

  protected override reconnected(): void {
    this.#view ??= new MarkdownView(this.#element!, this.#options!);
    this.#view.update(...this.#last);
  }
}

/**
 * Shows `text` (all of it so far) in the element it stands on, whose children it owns. `isFinal` says that no more will
 * come. `options` should stay the same object: another one renders everything anew.
 */
export const markdown = directive(MarkdownDirective);
