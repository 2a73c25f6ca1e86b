/**
 * Base of the inner elements: they render into the shadow tree of `<letta-chat>` instead of one of their own, so that
 * its parts, slots and styles reach them, while each still updates alone when its own properties change.
 */
import { LitElement } from 'lit';
import type { Strings } from './strings/strings.ts';

export class LightElement extends LitElement {
  static override properties = { strings: { attribute: false } };
  declare strings: Strings;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
