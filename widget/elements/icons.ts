/** The glyphs of the widget, drawn on a 24 px grid with one stroke width, one path each: minifying drops the slash
 * of `<path />`, and what follows would land inside it. Decorative: their buttons carry the names. */
import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';

const icon = (shape: SVGTemplateResult): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>`;

export const closeIcon = icon(svg`<path d="M6 6l12 12M18 6 6 18" />`);
export const composeIcon = icon(
  svg`<path d="M11.5 5H7a3 3 0 0 0-3 3v9a3 3 0 0 0 3 3h9a3 3 0 0 0 3-3v-4.5M17.6 3.9a1.77 1.77 0 0 1 2.5 2.5L12.5 14 9 15l1-3.5z" />`,
);
export const listIcon = icon(svg`<path d="M5 7h14M5 12h14M5 17h9" />`);
export const sendIcon = icon(svg`<path d="M12 19V5M5.5 11.5 12 5l6.5 6.5" />`);
export const stopIcon = icon(svg`<rect x="7" y="7" width="10" height="10" rx="2" fill="currentColor" />`);
export const copyIcon = icon(
  svg`<path d="M11.5 9h6a2.5 2.5 0 0 1 2.5 2.5v6a2.5 2.5 0 0 1-2.5 2.5h-6A2.5 2.5 0 0 1 9 17.5v-6A2.5 2.5 0 0 1 11.5 9M5.5 15A1.5 1.5 0 0 1 4 13.5v-7A2.5 2.5 0 0 1 6.5 4h7A1.5 1.5 0 0 1 15 5.5" />`,
);
export const checkIcon = icon(svg`<path d="M5 12.5l4.5 4.5L19 7.5" />`);
export const downIcon = icon(svg`<path d="M12 5v14M5.5 12.5 12 19l6.5-6.5" />`);
export const clockIcon = icon(svg`<path d="M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16M12 7.5V12l3 2" />`);
