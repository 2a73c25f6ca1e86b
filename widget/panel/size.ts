/** The panel's size as the visitor wants it: within its limits, and remembered on this device. How it is chosen is resize.ts's business. */

/** In CSS pixels; what is absent is the page's to say. */
export interface Size {
  readonly width?: number;
  readonly height?: number;
}

/** Smaller it would not be usable. */
export const LEAST = { width: 320, height: 400 } as const;

/** One for the site: it tells nothing about anybody, so `reset()` leaves it. */
const KEY = 'letta-chat-size';

/** Nothing where nothing is kept, or not by us. */
export function rememberedSize(): Size {
  return parse(device((storage) => storage.getItem(KEY)) ?? '');
}

/** An empty one is forgotten. */
export function rememberSize(size: Size): void {
  const { width, height } = size;
  const isNone = width === undefined && height === undefined;
  device((storage) => (isNone ? storage.removeItem(KEY) : storage.setItem(KEY, `${width ?? ''}×${height ?? ''}`)));
}

/** `most` is what the window has room for, which may be less than the least. */
export const within = (value: number, least: number, most: number): number =>
  Math.round(Math.max(Math.min(value, most), Math.min(least, most)));

function parse(text: string): Size {
  const [, width, height] = /^(\d{0,5})×(\d{0,5})$/.exec(text) ?? [];
  return { ...(width && { width: Number(width) }), ...(height && { height: Number(height) }) };
}

/** `null` where the browser keeps nothing for this page or has no room left: then it is remembered until the next one. */
function device<Kept>(act: (storage: Storage) => Kept): Kept | null {
  try {
    return act(localStorage);
  } catch {
    return null; // the access itself throws where cookies are blocked
  }
}
