/** What the page around the element looks like, where CSS inheritance does not tell: its brightness and its font. */

/**
 * The scheme for `theme="auto"`. `undefined` where the page declares a `color-scheme`: then CSS follows it by itself.
 * Else the brightness of what the element stands on decides: many dark pages declare nothing.
 */
export function pageScheme(element: Element): 'light' | 'dark' | undefined {
  if (getComputedStyle(element).colorScheme !== 'normal') return undefined;
  for (let at: Element | null = element.parentElement; at; at = at.parentElement) {
    const [red = 0, green = 0, blue = 0, alpha = 1] = numbersIn(getComputedStyle(at).backgroundColor);
    if (alpha > 0.5) return red * 0.299 + green * 0.587 + blue * 0.114 < 110 ? 'dark' : 'light';
  }
  return 'light';
}

/** The page's font where it has chosen one; the system's in place of a browser's own default, a serif from print. */
export function pageFont(element: Element): string {
  const font = getComputedStyle(element).fontFamily;
  return /^(["']?times( new roman)?["']?|serif|["']?dejavu serif["']?|-webkit-standard)$/i.test(font.trim())
    ? 'system-ui, sans-serif'
    : 'inherit';
}

const numbersIn = (color: string): number[] =>
  color.startsWith('rgb') ? (color.match(/[\d.]+/g) ?? []).map(Number) : [];
