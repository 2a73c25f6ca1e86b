/** Styles of what comes later: they join those of the tree that an element stands in. */
import { adoptStyles, type CSSResult } from 'lit';

/** Adds `styles` to the document or shadow tree around `element`, once. */
export function adopt(element: Element, styles: CSSResult): void {
  const root = element.getRootNode();
  if (!(root instanceof ShadowRoot || root instanceof Document)) return;
  const { adoptedStyleSheets } = root;
  if (!adoptedStyleSheets.includes(styles.styleSheet!))
    adoptStyles(root as ShadowRoot, [...adoptedStyleSheets, styles]);
}
