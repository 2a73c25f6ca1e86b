/**
 * `<letta-chat-picture>`: shows a `data:` URL on a canvas. An `<img>` would need `img-src data:` in the page's
 * Content-Security-Policy; decoding the bytes ourselves needs nothing.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';

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
