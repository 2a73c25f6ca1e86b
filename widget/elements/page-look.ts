/** What the page around the element looks like, where CSS inheritance does not tell: its brightness and its font. */

export interface PageLook {
  /**
   * The scheme for `theme="auto"`. `undefined` where the page declares a `color-scheme`: then CSS follows it by itself.
   * Else the brightness of what the element stands on decides: many dark pages declare nothing.
   */
  readonly scheme: 'light' | 'dark' | undefined;
  /** Whether the page has chosen no font: the system's is then better than a browser's own default, a serif from print. */
  readonly plain: boolean;
}

/** Whether the reader asks for another look than the one that fits most, or the engine needs one: `forced-colours.ts`. */
export const isParticular = (): boolean =>
  matchMedia('(prefers-contrast: more), (forced-colors: active)').matches ||
  !CSS.supports('color', 'color(from red xyz x y z)');

export function pageLook(element: Element): PageLook {
  const { colorScheme, fontFamily } = getComputedStyle(element);
  return {
    scheme: colorScheme === 'normal' ? schemeAround(element.parentElement) : undefined,
    plain: /^\W?(times( new roman)?|serif|dejavu serif|-webkit-standard)\W?$/i.test(fontFamily),
  };
}

function schemeAround(element: Element | null): 'light' | 'dark' {
  if (!element) return 'light';
  const { backgroundColor } = getComputedStyle(element);
  const [red = 0, green = 0, blue = 0, alpha = 1] = (
    /^rgb.*/.exec(backgroundColor)?.[0].match(/[\d.]+/g) ?? [0, 0, 0, 0]
  ).map(Number);
  if (alpha <= 0.5) return schemeAround(element.parentElement);
  return red * 0.299 + green * 0.587 + blue * 0.114 < 110 ? 'dark' : 'light';
}
