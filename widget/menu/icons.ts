/** The glyphs of the menu, in the manner of `elements/icons.ts`. */
import { icon } from '../elements/icons.ts';

export const backIcon = icon('M14.5 5.5 8 12l6.5 6.5');
export const binIcon = icon(
  'M5 7h14M10 7V5.5A1 1 0 0 1 11 4.5h2a1 1 0 0 1 1 1V7M6.8 7l.7 11a1.5 1.5 0 0 0 1.5 1.5h6a1.5 1.5 0 0 0 1.5-1.5l.7-11M10.5 11v5M13.5 11v5',
);
export const infoIcon = icon('M12 4.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15M12 11v4.5M12 8.2h.01');
export const dotsIcon = icon('M6 12h.01M12 12h.01M18 12h.01');
export const searchIcon = icon('M10.5 5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11M14.7 14.7 19 19');
export const shieldIcon = icon('M12 4l6.5 2.4v5.1c0 3.9-2.6 6.9-6.5 8.5-3.9-1.6-6.5-4.6-6.5-8.5V6.4z');
