/**
 * One message of the transcript: words, pictures, where it is on its way, and what can be done about it. It updates
 * only when its `ChatMessage` is another object. Without Markdown a reply is plain text, cut into paragraphs so that while
 * it streams the browser lays out only the last one.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { ChatMessage } from '../core/view.ts';
import { type MessageAction, MessageActionEvent } from './element-events.ts';
import { checkIcon, clockIcon, copyIcon } from './icons.ts';
import { LightElement } from './light-element.ts';
import type { Replies } from './replies.ts';
import { fill, problemSentence } from './strings/strings.ts';

/** How long "Copied" stays, in milliseconds. */
const COPIED_FOR = 2000;

export class LettaChatMessage extends LightElement {
  static override properties = {
    ...LightElement.properties,
    message: { attribute: false },
    ends: { attribute: false },
    replies: { attribute: false },
    copied: { state: true },
  };
  declare message: ChatMessage;
  /** Whether it is the last of its author's turn: there the time stands. */
  declare ends: boolean;
  /** Shows Markdown; `undefined` as long as it is not loaded. */
  declare replies: Replies | undefined;
  declare protected copied: 'no' | 'yes' | 'refused';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.ends = true;
    this.copied = 'no';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(): void {
    this.dataset['role'] = this.message.role;
    this.dataset['state'] = this.message.state;
  }

  protected override render(): TemplateResult {
    if (this.message.role === 'user') return this.#own();
    return this.message.role === 'reasoning' ? this.#thoughts() : this.#reply();
  }

  #own(): TemplateResult {
    const { text, images } = this.message;
    return html`<span class="visually-hidden">${this.strings.you}</span>
      ${images.length ? html`<div class="pictures">${this.#pictures(images)}</div>` : nothing}
      ${text ? html`<div class="bubble" part="bubble"><div dir="auto">${text}</div></div>` : nothing} ${this.#ownState()}`;
  }

  #pictures(images: readonly string[]): TemplateResult[] {
    return images.map(
      (source, i) =>
        html`<letta-chat-picture
          .source=${source}
          .label=${fill(this.strings.picture, { number: i + 1 })}
        ></letta-chat-picture>`,
    );
  }

  #ownState(): TemplateResult | typeof nothing {
    if (this.message.state === 'failed')
      return html`<div class="meta">${this.#error(['retry', 'edit', 'discard'])}</div>`;
    if (this.message.state === 'queued')
      return html`<div class="meta"><span class="hint">${clockIcon}${this.#whyItWaits()}</span></div>`;
    return this.ends ? html`<div class="meta">${this.#time()}</div>` : nothing;
  }

  #whyItWaits(): string {
    const { problem } = this.message;
    const tells = problem && (problem.code === 'offline' || problem.retryAt !== undefined);
    return tells ? problemSentence(problem, this.strings, this.locale) : this.strings.queued;
  }

  #reply(): TemplateResult {
    const { text, state } = this.message;
    const streaming = state === 'streaming';
    return html`<span class="visually-hidden">${this.strings.assistant}</span>
      ${this.#words(text, streaming)}
      ${state === 'failed' ? html`<div class="meta">${this.#error([])}</div>` : nothing}
      ${streaming ? nothing : this.#actions()}`;
  }

  #words(text: string, streaming: boolean): TemplateResult {
    const { replies } = this;
    return replies
      ? html`<div class="text" part="text" ${replies.markdown(text, !streaming, replies.options)}></div>`
      : html`<div class="text" part="text">${paragraphs(text, streaming)}</div>`;
  }

  #thoughts(): TemplateResult {
    return html`<details class="thoughts">
      <summary>${this.strings.thoughts}</summary>
      <p dir="auto">${this.message.text}</p>
    </details>`;
  }

  #actions(): TemplateResult {
    const { copied, strings } = this;
    const label = copied === 'yes' ? strings.copied : copied === 'refused' ? strings.copyFailed : strings.copy;
    return html`<div class="actions" part="actions">
      ${this.message.state === 'stopped' ? html`<span class="hint">${strings.stopped}</span>` : nothing}
      <button type="button" class="action" part="copy" aria-label=${label} title=${label} @click=${this.#copy}>
        ${copied === 'yes' ? checkIcon : copyIcon}
      </button>
      ${this.#time()}
    </div>`;
  }

  #error(actions: readonly MessageAction[]): TemplateResult {
    const { problem, role } = this.message;
    const unanswered = role === 'user' && problem?.code === 'assistant_failed';
    const sentence = unanswered
      ? this.strings.unanswered
      : problem
        ? problemSentence(problem, this.strings, this.locale)
        : this.strings['problem.undelivered'];
    const button = (action: MessageAction) =>
      html`<button type="button" class="text-button" @click=${() => this.#ask(action)}>${this.strings[action]}</button>`;
    return html`<span class="error" part="error">${sentence}</span>
      ${actions.length ? html`<span class="error-actions">${actions.map(button)}</span>` : nothing}
      ${problem?.requestId ? html`<span class="reference">${fill(this.strings.reference, { id: shortId(problem.requestId) })}</span>` : nothing}`;
  }

  #time(): TemplateResult {
    const date = new Date(this.message.date);
    const short = new Intl.DateTimeFormat(this.locale, { timeStyle: 'short' }).format(date);
    return html`<time dir="auto" datetime=${date.toISOString()}>${short}</time>`;
  }

  #ask(action: MessageAction): void {
    this.dispatchEvent(new MessageActionEvent(action, this.message.id));
  }

  #copy = async (): Promise<void> => {
    this.copied = await copyText(this.message.text);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.copied = 'no';
    }, COPIED_FOR);
  };
}

/** Enough to find the line in the proxy's log, and to be read out on the phone. */
const shortId = (requestId: string): string => requestId.slice(0, 8);

/** The clipboard is missing on plain HTTP and may be refused; both are an answer, not an error. */
async function copyText(text: string): Promise<'yes' | 'refused'> {
  try {
    await navigator.clipboard.writeText(text);
    return 'yes';
  } catch {
    return 'refused';
  }
}

function paragraphs(text: string, streaming: boolean): TemplateResult[] {
  const pieces = text.split(/\n{2,}/);
  const last = pieces.length - 1;
  return pieces.map((piece, i) => html`<p class=${streaming && i === last ? 'caret' : ''} dir="auto">${piece}</p>`);
}
