/** Which languages are wanted at an element, told from the page alone: small, because the script tag carries it. */

/** Best first. What the page declares by `lang`, as the widget's words are part of it; where it declares nothing, the visitor's. */
export function languagesOf(element: Element): readonly string[] {
  const declared = element.closest<HTMLElement>('[lang]')?.lang;
  return declared ? [declared] : navigator.languages;
}
