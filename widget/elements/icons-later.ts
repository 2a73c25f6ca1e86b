/** The glyphs that come after the first reply, in the manner of `icons.ts`. */
import { icon } from './icons.ts';

export const composeIcon = icon(
  'M11.5 5H7a3 3 0 0 0-3 3v9a3 3 0 0 0 3 3h9a3 3 0 0 0 3-3v-4.5M17.6 3.9a1.77 1.77 0 0 1 2.5 2.5L12.5 14 9 15l1-3.5z',
);
export const pencilIcon = icon('M15.6 5.4a1.98 1.98 0 0 1 2.8 2.8L8.5 18.1 4.5 19.5l1.4-4z');
export const listIcon = icon('M5 7h14M5 12h14M5 17h9');
