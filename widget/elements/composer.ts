/**
 * The composer: a field that grows to six lines, pictures by paste and drop, send and stop. It owns what is being
 * typed; sending it, and giving it back when that fails, is the outer element's business.
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { DraftEvent, StopReplyEvent, SubmitMessageEvent } from './element-events.ts';
import { closeIcon, sendIcon, stopIcon } from './icons.ts';
import { LightElement } from './light-element.ts';
import { isSuitable, PICTURE_LIMIT, picturesOf, readPicture } from './pictures.ts';
import { fill } from './strings/strings.ts';

/** Characters a message may have; the proxy has the last word. */
const LIMIT = 16_000;
/** From this many characters before the limit on, the visitor is told. */
const WARNING = 500;

export class LettaChatComposer extends LightElement {
  static override properties = {
    ...LightElement.properties,
    placeholder: { attribute: false },
    draft: { attribute: false },
    conversation: { attribute: false },
    running: { attribute: false },
    stopping: { attribute: false },
    text: { state: true },
    images: { state: true },
    dropping: { state: true },
    refused: { state: true },
  };
  declare placeholder: string;
  /** What the engine has kept of an earlier visit; taken over unless something is being typed. */
  declare draft: string;
  declare conversation: string | null;
  /** Whether a reply is on its way, so that it can be stopped. */
  declare running: boolean;
  declare stopping: boolean;
  declare protected text: string;
  declare protected images: readonly string[];
  declare protected dropping: boolean;
  declare protected refused: boolean;

  /** Whether the visitor has typed here: from then on what the engine has kept is older than what is in the field. */
  #touched = false;

  constructor() {
    super();
    this.placeholder = '';
    this.draft = '';
    this.conversation = null;
    this.running = false;
    this.stopping = false;
    this.text = '';
    this.images = [];
    this.dropping = false;
    this.refused = false;
  }

  override focus(options?: FocusOptions): void {
    this.#input?.focus(options);
  }

  /** Gives back what could not be sent, or what is to be edited; what was typed meanwhile stays, after it. */
  restore(text: string, images: readonly string[]): void {
    this.#write([text, this.text].filter(Boolean).join('\n'));
    this.images = [...images, ...this.images];
  }

  get #input(): HTMLTextAreaElement | null {
    return this.querySelector('textarea');
  }

  get #sendable(): boolean {
    return (this.text.trim() !== '' || this.images.length > 0) && this.text.length <= LIMIT;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const switched = changed.has('conversation') && !!changed.get('conversation');
    if (switched) {
      this.images = [];
      this.#touched = false;
    }
    if ((changed.has('draft') || switched) && !this.#touched) this.text = this.draft;
  }

  protected override render(): TemplateResult {
    const { strings } = this;
    return html`<div
        class="field ${this.dropping ? 'dropping' : ''}"
        part="composer"
        @click=${this.#clicked}
        @paste=${this.#pasted}
        @drop=${this.#dropped}
        @dragover=${this.#draggedOver}
        @dragleave=${this.#draggedAway}
      >
        ${this.images.length ? html`<div class="previews">${this.images.map((source, i) => this.#preview(source, i))}</div>` : nothing}
        <textarea
          class="input"
          part="input"
          rows="1"
          dir=${this.text ? 'auto' : nothing}
          aria-label=${this.placeholder}
          placeholder=${this.placeholder}
          enterkeyhint="send"
          autocomplete="off"
          .value=${this.text}
          @input=${this.#typed}
          @keydown=${this.#pressed}
        ></textarea>
        <div class="buttons">${this.#buttons()}</div>
      </div>
      ${this.#hint(strings)}`;
  }

  /** One button that is send or stop, so that the second click of a double click finds the same button and is known by it. */
  #buttons(): TemplateResult {
    const { strings, running, stopping } = this;
    const second = running && this.#sendable;
    return html`${second ? this.#sendButton() : nothing}
      <button
        type="button"
        class="send ${stopping ? 'stopping' : ''}"
        part=${running ? 'stop' : 'send'}
        aria-label=${running ? strings.stop : strings.send}
        title=${running ? strings.stop : strings.send}
        ?disabled=${running ? stopping : !this.#sendable}
        @click=${running ? this.#stop : this.#submit}
      >
        ${running ? stopIcon : sendIcon}
      </button>`;
  }

  #sendButton(): TemplateResult {
    return html`<button type="button" class="send" part="send" aria-label=${this.strings.send} title=${this.strings.send} @click=${this.#submit}>
      ${sendIcon}
    </button>`;
  }

  #preview(source: string, index: number): TemplateResult {
    const number = index + 1;
    const remove = () => {
      this.images = this.images.filter((_, i) => i !== index);
      this.focus();
    };
    return html`<div class="preview" part="preview">
      <letta-chat-picture .source=${source} .label=${fill(this.strings.picture, { number })}></letta-chat-picture>
      <button type="button" class="remove" aria-label=${fill(this.strings.removePicture, { number })} @click=${remove}>${closeIcon}</button>
    </div>`;
  }

  #hint(strings: typeof this.strings): TemplateResult | typeof nothing {
    const left = LIMIT - this.text.length;
    if (left > WARNING && !this.refused) return nothing;
    const over = left < 0 || this.refused;
    const sentence = this.refused
      ? fill(strings.pictureRefused, { size: PICTURE_LIMIT })
      : fill(left < 0 ? strings.charactersOver : strings.charactersLeft, { count: Math.abs(left) });
    return html`<p class="limit" part="limit" role="status" ?data-over=${over}>${sentence}</p>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('text')) this.#grow();
  }

  /** Where the browser cannot size a field by its content. */
  #grow(): void {
    const input = this.#input;
    if (!input || CSS.supports('field-sizing', 'content')) return;
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight}px`;
  }

  #typed = (event: Event): void => {
    this.#write((event.target as HTMLTextAreaElement).value);
    this.refused = false;
  };

  #write(text: string): void {
    this.text = text;
    this.#touched = true;
    this.dispatchEvent(new DraftEvent(text));
  }

  #pressed = (event: KeyboardEvent): void => {
    // Safari ends a composition before the Enter that confirmed it; 229 is how that Enter is told: https://bugs.webkit.org/show_bug.cgi?id=165004
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (!event.repeat) this.#submit();
  };

  /** Empties the field in the same breath, which is the latch: a second press has nothing to send. */
  #submit = (): void => {
    if (!this.#sendable) return;
    const { text, images } = this;
    this.images = [];
    this.#write('');
    // Now, not at the next update: Enter and a click may come in one task.
    if (this.#input) this.#input.value = '';
    this.dispatchEvent(new SubmitMessageEvent(text.trim(), images));
    this.focus();
  };

  #stop = (event: MouseEvent): void => {
    // The second click of a double click on "send" must not stop the reply that the first one asked for.
    if (event.detail > 1) return;
    this.dispatchEvent(new StopReplyEvent());
  };

  #clicked = (event: Event): void => {
    if (event.target === event.currentTarget) this.focus();
  };

  #pasted = (event: ClipboardEvent): void => {
    const files = picturesOf(event.clipboardData);
    if (!files.length) return;
    event.preventDefault();
    void this.#take(files);
  };

  #dropped = (event: DragEvent): void => {
    this.dropping = false;
    const files = picturesOf(event.dataTransfer);
    if (!files.length) return;
    event.preventDefault();
    void this.#take(files);
  };

  #draggedOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.dropping = true;
  };

  #draggedAway = (): void => {
    this.dropping = false;
  };

  async #take(files: readonly File[]): Promise<void> {
    const suitable = files.filter(isSuitable);
    this.refused = suitable.length < files.length;
    const read = await Promise.allSettled(suitable.map(readPicture));
    const urls = read.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    if (urls.length < suitable.length) this.refused = true;
    this.images = [...this.images, ...urls];
    this.focus();
  }
}
