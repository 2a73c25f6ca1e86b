/**
 * The composer: a field that grows to six lines, what is pasted and dropped, send and stop. It owns what is being typed; sending
 * it, and giving it back when that fails, is the outer element's business, what else helps in writing `composer-aids.ts`'s.
 */
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { Snapshot } from '../core/view.ts';
import type { AidedHost, ComposerAids } from './composer-aids.ts';
import { sendIcon, stopIcon } from './icons.ts';
import type { Later } from './later.ts';
import type { Strings } from './strings/strings.ts';
import type { Voice } from './voice.ts';

/** Characters a message may have; the proxy has the last word. */
export const LIMIT = 16_000;
/** From this many characters on, nine tenths of the limit, the visitor is told. */
export const WARNING = 14_400;

export interface ComposerView {
  readonly placeholder: string;
  readonly snapshot: Snapshot;
  /** Whether a reply is on its way, so that it can be stopped. */
  readonly running: boolean;
  readonly strings: Strings;
  readonly later: Later | undefined;
  /** Speaking and being read to; absent where the page or the platform has none. */
  readonly voice: Voice | undefined;
}

export interface ComposerActs {
  readonly submit: (text: string, images: readonly string[]) => void;
  /** The text has changed. */
  readonly draft: (text: string) => void;
  readonly stop: () => void;
  /** Fetches what pictures and long texts need. */
  readonly loadLater: () => Promise<Later | undefined>;
}

export class ComposerController implements ReactiveController {
  #host: AidedHost;
  #acts: ComposerActs;
  #aids: ComposerAids | undefined;
  #input: HTMLTextAreaElement | null = null;
  #text = '';
  #images: readonly string[] = [];
  /** Whether what takes pictures could not be fetched. */
  #unaided = false;
  /** Whether the visitor has typed here: from then on what the engine has kept is older than what is in the field. */
  #touched = false;
  #conversation: string | null = null;
  #opening = false;
  /** The text that the field's height was measured for. */
  #measured = '';

  constructor(host: AidedHost, acts: ComposerActs) {
    this.#host = host;
    this.#acts = acts;
    host.addController(this);
  }

  /** Kept, because it stands behind all the messages: to look for it at each delta would take longer the longer they are. */
  get input(): HTMLTextAreaElement | null {
    if (!this.#input?.isConnected) this.#input = this.#host.renderRoot.querySelector('textarea');
    return this.#input;
  }

  /** What stands in the field. */
  get text(): string {
    return this.#text;
  }

  /** The pictures that go along. */
  get images(): readonly string[] {
    return this.#images;
  }
  set images(images) {
    this.#images = images;
    if (images.length) void this.#acts.loadLater();
    this.#host.requestUpdate();
  }

  focus(): void {
    this.input?.focus({ preventScroll: true });
  }

  /** Gives back what could not be sent, or what is to be edited; what was typed meanwhile stays, after it. */
  restore(text: string, images: readonly string[]): void {
    this.write([text, this.#text].filter(Boolean).join('\n'));
    this.images = [...images, ...this.#images];
  }

  render(view: ComposerView): TemplateResult {
    this.#follow(view.snapshot);
    const { placeholder, later } = view;
    this.#aids ??= later && new later.ComposerAids(this.#host, this);
    return html`<div class="composer">
      <div
        class="field"
        part="composer"
        @click=${this.#clicked}
      >
        ${this.#aids?.previews(view.strings)}
        <textarea
          class="input"
          part="input"
          rows="1"
          dir=${this.#text ? 'auto' : nothing}
          aria-label=${placeholder}
          placeholder=${placeholder}
          enterkeyhint="send"
          autocomplete="off"
          .value=${this.#text}
          @input=${this.#typed}
          @keydown=${this.#pressed}
        ></textarea>
        <div class="buttons">${view.voice?.button(view)}${this.#buttons(view)}</div>
      </div>
      ${
        this.#aids?.hint(view) ??
        (this.#unaided ? html`<p part="limit" role="status">${view.strings['problem.unreachable']}</p>` : nothing)
      }
    </div>`;
  }

  /** What is written while another conversation is being opened goes along; what stood there before is kept with the one that is left. */
  #follow({ conversation, draft, opening }: Snapshot): void {
    const isLeft = opening && !this.#opening && this.#text === draft;
    const isElsewhere = !opening && !this.#opening && this.#conversation && conversation !== this.#conversation;
    if (isLeft || isElsewhere) this.#images = [];
    if (isLeft || isElsewhere || (this.#opening && !opening)) this.#touched = false;
    // What the engine has kept of an earlier visit, or has put together.
    if (!this.#touched) this.#text = opening ? '' : draft;
    this.#opening = opening;
    this.#conversation = conversation;
  }

  /** One button that is send or stop, so that the second click of a double click finds the same button and is known by it. */
  #buttons({ running, snapshot, strings }: ComposerView): TemplateResult {
    const button = (act: 'send' | 'stop', disabled: boolean) => html`<button
      type="button"
      class="send"
      part=${act}
      aria-label=${strings[act]}
      title=${strings[act]}
      ?disabled=${disabled}
      @click=${act === 'stop' ? this.#stop : this.#submit}
    >
      ${act === 'stop' ? stopIcon : sendIcon}
    </button>`;
    return html`${running && this.#sendable ? button('send', false) : nothing}
    ${running ? button('stop', snapshot.status === 'stopping') : button('send', !this.#sendable)}`;
  }

  get #sendable(): boolean {
    return (this.#text.trim() !== '' || this.#images.length > 0) && this.#text.length <= LIMIT;
  }

  /** Where the browser cannot size a field by its content. */
  hostUpdated(): void {
    const { input } = this;
    if (!input || this.#text === this.#measured || CSS.supports('field-sizing', 'content')) return;
    this.#measured = this.#text;
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight}px`;
  }

  #typed = (event: Event): void => {
    this.write((event.target as HTMLTextAreaElement).value);
    if (this.#text.length > WARNING) void this.#acts.loadLater();
  };

  /** Puts a text into the field in place of what stands there. */
  write(text: string): void {
    this.#text = text;
    this.#touched = true;
    this.#acts.draft(text);
    this.#host.requestUpdate();
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
    const text = this.#text.trim();
    const images = this.#images;
    this.#images = [];
    this.write('');
    // Now, not at the next update: Enter and a click may come in one task.
    if (this.input) this.input.value = '';
    this.#acts.submit(text, images);
    this.focus();
  };

  #stop = (event: MouseEvent): void => {
    // The second click of a double click on "send" must not stop the reply that the first one asked for.
    if (event.detail < 2) this.#acts.stop();
    // Pressed by a key, it would keep the focus while it is disabled and take it along when it goes.
    if (!event.detail) this.focus();
  };

  #clicked = (event: Event): void => {
    if (event.target === event.currentTarget) this.focus();
  };

  /** Takes files that are pasted or dropped anywhere in the panel. The browser has to be told at once; later they are read. */
  take = async (event: ClipboardEvent & DragEvent): Promise<void> => {
    const { clipboardData, dataTransfer, type } = event;
    const data = (clipboardData ?? dataTransfer)!;
    const types = data.types.join();
    // Of a table or a document that is copied there is a picture as well.
    if (!/Files/.test(types) || (clipboardData && /plain/.test(types) && /html/.test(types))) return;
    event.preventDefault();
    const files = /drag/.test(type) ? [] : [...data.files]; // nothing has been let go yet
    this.#unaided = !(await this.#acts.loadLater());
    await this.#host.updateComplete;
    await this.#aids?.take(files);
  };
}
