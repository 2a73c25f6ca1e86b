/** Which languages are wanted at an element, told from the page alone: small, because the script tag carries it. */

/**
 * BCP 47 tags, best first, between commas: what the page declares by `lang`, as the widget's words are part of it; where it declares
 * nothing, what the visitor prefers.
 */
export const languagesOf = (element: Element): string =>
  element.closest<HTMLElement>('[lang]')?.lang || `${navigator.languages}`;
