/** The line below the composer: how many characters are left, or why a picture was not taken. */
import { html, nothing, type TemplateResult } from 'lit';
import { WARNING } from './composer.ts';
import { PICTURE_LIMIT } from './pictures.ts';
import { fill, type Strings } from './strings/strings.ts';

/** `left` is negative when there are too many characters. */
export function hint(left: number, refused: boolean, strings: Strings): TemplateResult | typeof nothing {
  if (left > WARNING && !refused) return nothing;
  const sentence = refused
    ? fill(strings, 'pictureRefused', { size: PICTURE_LIMIT })
    : fill(strings, left < 0 ? 'charactersOver' : 'charactersLeft', { count: Math.abs(left) });
  return html`<p class="limit" part="limit" role="status" ?data-over=${left < 0 || refused}>${sentence}</p>`;
}
