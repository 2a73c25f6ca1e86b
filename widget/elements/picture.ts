/**
 * Pictures in messages and before they are sent. `<letta-chat-picture>` shows a `data:` URL on a canvas: an `<img>` would need
 * `img-src data:` in the page's Content-Security-Policy; decoding the bytes ourselves needs nothing.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { closeIcon } from './icons.ts';
import { fill } from './strings/sentences.ts';
import type { Strings } from './strings/strings.ts';

/** Longest edge of what is drawn, in device pixels: previews and bubbles are small. */
const LONGEST = 480;

export class LettaChatPicture extends LitElement {
  static override properties = { source: { attribute: false }, label: { attribute: false } };
  declare source: string;
  declare label: string;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    return html`<canvas width="0" height="0" role="img" aria-label=${this.label ?? nothing}></canvas>`;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('source')) void this.#draw(this.source);
  }

  async #draw(source: string): Promise<void> {
    const picture = await decode(source);
    const canvas = this.querySelector('canvas');
    if (!picture || !canvas || source !== this.source) return;
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
  }
}

/** The pictures of a message that has some. */
export function pictures(sources: readonly string[], strings: Strings): TemplateResult | typeof nothing {
  if (!sources.length) return nothing;
  return html`<div class="pictures">${sources.map((source, i) => picture(source, i, strings))}</div>`;
}

/** The pictures that are going to be sent, each with a button that takes it away. */
export function previews(
  sources: readonly string[],
  strings: Strings,
  remove: (index: number) => void,
): TemplateResult | typeof nothing {
  if (!sources.length) return nothing;
  const preview = (source: string, i: number) => html`<div class="preview" part="preview">
    ${picture(source, i, strings)}
    <button
      type="button"
      class="remove"
      aria-label=${fill(strings, 'removePicture', { number: i + 1 })}
      @click=${() => remove(i)}
    >
      ${closeIcon}
    </button>
  </div>`;
  return html`<div class="previews">${sources.map(preview)}</div>`;
}

const picture = (source: string, i: number, strings: Strings): TemplateResult =>
  html`<letta-chat-picture
    .source=${source}
    .label=${fill(strings, 'picture', { number: i + 1 })}
  ></letta-chat-picture>`;

/** `null` for what is no picture: the frame then stays empty, and its label still says what it was. */
async function decode(source: string): Promise<ImageBitmap | null> {
  const comma = source.indexOf(',');
  const type = /^data:([\w/+.-]+)/.exec(source)?.[1];
  if (!type) return null;
  try {
    const bytes = Uint8Array.from(atob(source.slice(comma + 1)), (character) => character.charCodeAt(0));
    return await createImageBitmap(new Blob([bytes], { type }));
  } catch {
    return null; // not base64, or not a picture that this browser knows
  }
}
