/**
 * Whether two pictures are the same to somebody who looks at them. How they come about, and where the approved ones lie, is
 * left to others.
 */
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

export interface Comparison {
  readonly same: boolean;
  /** In a sentence. */
  readonly says: string;
  /** PNG with what differs in red; absent where the sizes do. */
  readonly difference?: Buffer;
}

/**
 * How far a pixel's colour may be off (0 to 1, as pixelmatch measures it; pixels of anti-aliased edges are left out): less than what
 * one sees, more than what packing changes. Eight steps of grey out of 255.
 */
const COLOUR = 0.03;

/**
 * So many pixels of a picture may be further off: a glyph that no font of ours has (the triangle of what can be folded) is the
 * machine's. A word more, a line that moves or an icon that is gone is several times this.
 */
export const ALLOWED = 60;

export function compare(approved: Buffer, actual: Buffer): Comparison {
  const [one, other] = [PNG.sync.read(approved), PNG.sync.read(actual)];
  const { width, height } = one;
  if (width !== other.width || height !== other.height) {
    return { same: false, says: `it is ${other.width} × ${other.height} px, not ${width} × ${height}` };
  }
  const difference = new PNG({ width, height });
  const count = pixelmatch(one.data, other.data, difference.data, width, height, { threshold: COLOUR });
  const says = `${count} pixels differ, ${ALLOWED} may`;
  return { same: count <= ALLOWED, says, difference: PNG.sync.write(difference) };
}

/** Steps in which a kept picture's colours are told: half of them is as far as they may be off, which nobody sees and `COLOUR` does not. */
const STEP = 8;

/** Nearly the same picture in half the bytes: fewer colours, no alpha channel. */
export function pack(picture: Buffer): Buffer {
  const png = PNG.sync.read(picture);
  for (const [i, value] of png.data.entries()) png.data[i] = Math.min(255, Math.round(value / STEP) * STEP);
  return PNG.sync.write(png, { colorType: 2, inputHasAlpha: true, deflateLevel: 9, deflateStrategy: 0, filterType: 0 });
}
