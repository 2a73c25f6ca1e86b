/** The glyphs of the first reply, drawn on a 24 px grid with one stroke width, one path each. Decorative: their buttons carry the names. */
import { html, type TemplateResult } from 'lit';

export const icon = (path: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;

export const closeIcon = icon('M6 6l12 12M18 6 6 18');
export const sendIcon = icon('M12 19V5M5.5 11.5 12 5l6.5 6.5');
/** A square, which the composer's styles fill and whose stroke makes it round. */
export const stopIcon = icon('M9 9h6v6H9z');
export const clockIcon = icon('M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16M12 7.5V12l3 2');
