/** Keeps a formula in its element: the source until it is set, once; the setting is left to `extras.ts`. */
import { noChange } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';

export type SetMaths = (target: HTMLElement, source: string, isBlock: boolean) => void;

class FormulaDirective extends Directive {
  #source: string | undefined;

  render(_raw: string, _source: string, _setMaths: SetMaths): unknown {
    return noChange;
  }

  override update({ element }: ElementPart, [raw, source, setMaths]: [string, string, SetMaths]): unknown {
    if (source === this.#source) return noChange;
    this.#source = source;
    element.textContent = raw;
    setMaths(element as HTMLElement, source, raw.startsWith('$$'));
    return noChange;
  }
}

/** `raw` as it is written, `source` without its dollars. */
export const formula = directive(FormulaDirective);
