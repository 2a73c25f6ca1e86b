/** Colours as the engine itself reads them: through a canvas, whatever notation a computed style answers in. */

export type Rgb = readonly [red: number, green: number, blue: number];

/** Paints each stack of colours, the lowest first, on a pixel of its own and reads them all back at once, 0 to 255. */
export function paint(stacks: readonly (readonly string[])[]): Rgb[] {
  const canvas = new OffscreenCanvas(stacks.length, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  stacks.forEach((colors, x) => {
    for (const color of colors) {
      context.fillStyle = '#123456';
      context.fillStyle = color;
      if (context.fillStyle === '#123456') throw new Error(`The canvas does not know the colour "${color}".`);
      context.fillRect(x, 0, 1, 1);
    }
  });
  const { data } = context.getImageData(0, 0, stacks.length, 1);
  return stacks.map((_, x) => [data[x * 4]!, data[x * 4 + 1]!, data[x * 4 + 2]!]);
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
export function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one: Rgb, other: Rgb): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** The backgrounds that lie under an element's text, the lowest first, up to `top`. */
export function grounds(element: Element, top: Element): string[] {
  const own = getComputedStyle(element).backgroundColor;
  const parent = element.parentElement;
  return element === top || !parent ? [own] : [...grounds(parent, top), own];
}
