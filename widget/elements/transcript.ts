/**
 * The transcript: the rows, the greeting, the dots while a reply is awaited, and the way back to the end. It shows only the
 * newest rows until the reader scrolls up, so a long history costs nothing. One message is `message.ts`'s business.
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ChatMessage, Status } from '../core/view.ts';
import { SubmitMessageEvent, WantOlderEvent } from './element-events.ts';
import { downIcon } from './icons.ts';
import { LightElement } from './light-element.ts';
import type { Replies } from './replies.ts';
import { dayName, type Row, toRows } from './rows.ts';
import { ScrollAnchorController } from './scroll-anchor.ts';
import { ScrollFollowController } from './scroll-follow.ts';
import { fill } from './strings/strings.ts';

/** How many more rows come into the DOM each time the reader nears the first. */
const STEP = 60;
/** Pixels from the top at which earlier rows are fetched. */
const EARLY = 300;

const BUSY: ReadonlySet<Status> = new Set(['sending', 'streaming', 'reconnecting', 'stopping']);

export class LettaChatTranscript extends LightElement {
  static override properties = {
    ...LightElement.properties,
    messages: { attribute: false },
    status: { attribute: false },
    conversation: { attribute: false },
    hasOlder: { attribute: false },
    loadingOlder: { attribute: false },
    greeting: { attribute: false },
    suggestions: { attribute: false },
    replies: { attribute: false },
    limit: { state: true },
  };
  declare messages: readonly ChatMessage[];
  declare status: Status;
  declare conversation: string | null;
  declare hasOlder: boolean;
  declare loadingOlder: boolean;
  declare greeting: string;
  declare suggestions: readonly string[];
  declare replies: Replies | undefined;
  declare protected limit: number;

  #follow = new ScrollFollowController(this, () => this.#scroller);
  #anchor = new ScrollAnchorController(this, () => this.#scroller);
  /** The last message that was seen with the end in view; what comes after it is new. */
  #seen: string | undefined;
  /** How many conversations were left. Lit's `repeat` leaves a comment behind for each row it removes, so all is thrown away. */
  #left = 0;
  /** The first message for which older ones were asked without a scroll, so that a failure is not asked for ever. */
  #asked: string | undefined;

  constructor() {
    super();
    this.messages = [];
    this.status = 'idle';
    this.conversation = null;
    this.hasOlder = false;
    this.loadingOlder = false;
    this.greeting = '';
    this.suggestions = [];
    this.limit = STEP;
  }

  /** Shows the end of the transcript and follows it. */
  follow(): void {
    this.#follow.follow();
  }

  get #scroller(): HTMLElement | null {
    return this.querySelector('.scroller');
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get('messages') as readonly ChatMessage[] | undefined;
    if (changed.has('conversation') && changed.get('conversation')) this.#leave();
    if (before && this.#hasOwnNew(before)) this.#follow.follow();
    const grewAbove = changed.has('limit') || (before && before[0]?.id !== this.messages[0]?.id);
    if (!this.#follow.following && grewAbove) this.#anchor.hold(this.querySelectorAll('letta-chat-message'));
    if (this.#follow.following) this.#seen = this.messages.at(-1)?.id;
  }

  /** Another conversation is shown from now on. */
  #leave(): void {
    this.limit = STEP;
    this.#left += 1;
  }

  protected override render(): TemplateResult {
    const start = Math.max(0, this.messages.length - this.limit);
    const first = start === 0 && !this.hasOlder;
    return html`<div
        class="scroller"
        part="transcript"
        role="log"
        aria-live="off"
        aria-label=${this.strings.transcript}
        tabindex="0"
        @scroll=${this.#scrolled}
      >
        <div class="content">
          ${this.loadingOlder ? html`<div class="older">${this.strings.loadingOlder}</div>` : nothing}
          ${first ? this.#beginning() : nothing}
          ${keyed(
            this.#left,
            repeat(
              toRows(this.messages, start),
              (row) => row.id,
              (row) => this.#row(row),
            ),
          )}
          ${this.#awaiting ? html`<div class="dots" part="typing" aria-hidden="true"><i></i><i></i><i></i></div>` : nothing}
        </div>
      </div>
      ${this.#follow.following ? nothing : this.#jump()}`;
  }

  #beginning(): TemplateResult {
    if (this.messages.length) return this.#greeting();
    return html`<slot name="empty"><div class="welcome">
      ${this.#greeting()}
      ${
        this.suggestions.length
          ? html`<ul class="suggestions" part="suggestions" aria-label=${this.strings.suggestions}>
            ${this.suggestions.map((text) => html`<li>${this.#suggestion(text)}</li>`)}
          </ul>`
          : nothing
      }
    </div></slot>`;
  }

  #greeting(): TemplateResult {
    return html`<div class="greeting" part="greeting"><p dir="auto">${this.greeting}</p></div>`;
  }

  #suggestion(text: string): TemplateResult {
    const send = () => this.dispatchEvent(new SubmitMessageEvent(text, []));
    return html`<button type="button" class="suggestion" part="suggestion" dir="auto" @click=${send}>${text}</button>`;
  }

  #row(row: Row): TemplateResult {
    if (row.kind === 'day')
      return html`<div class="row day" part="day">${dayName(row.date, Date.now(), this.locale)}</div>`;
    const latest = row.message === this.messages.at(-1);
    return html`<letta-chat-message
      class="row ${row.message.role} ${row.begins ? 'begins' : ''} ${latest ? 'latest' : ''}"
      part="message ${row.message.role}"
      .message=${row.message}
      .ends=${row.ends}
      .replies=${this.replies}
      .strings=${this.strings}
      .locale=${this.locale}
    ></letta-chat-message>`;
  }

  #jump(): TemplateResult {
    const count = this.#newCount();
    return html`<button type="button" class="jump" part="jump" aria-label=${this.strings.latest} @click=${() => this.follow()}>
      ${downIcon}${count ? html`<span class="count">${fill(this.strings.latestCount, { count })}</span>` : nothing}
    </button>`;
  }

  protected override updated(): void {
    const scroller = this.#scroller;
    const first = this.messages[0]?.id;
    if (!scroller || !first || first === this.#asked || scroller.clientHeight === 0) return;
    if (scroller.scrollHeight > scroller.clientHeight + EARLY) return;
    this.#asked = first;
    this.#wantOlder();
  }

  /** Complete when the rows are, too. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const whole = await super.getUpdateComplete();
    await Promise.all([...this.querySelectorAll<LightElement>('letta-chat-message')].map((row) => row.updateComplete));
    return whole;
  }

  /** Dots until the first token. */
  get #awaiting(): boolean {
    const last = this.messages.at(-1);
    return BUSY.has(this.status) && !(last && last.role !== 'user' && last.state === 'streaming' && last.text);
  }

  #hasOwnNew(before: readonly ChatMessage[]): boolean {
    const last = this.messages.at(-1);
    return last?.role === 'user' && last.id !== before.at(-1)?.id && last.state !== 'sent' && before.length > 0;
  }

  #newCount(): number {
    const seen = this.messages.findLastIndex((message) => message.id === this.#seen);
    return seen < 0 ? 0 : this.messages.length - 1 - seen;
  }

  #scrolled = (): void => {
    if ((this.#scroller?.scrollTop ?? EARLY) < EARLY && !this.#follow.following) this.#wantOlder();
  };

  /** First what is here but not in the DOM, then what only the server has. */
  #wantOlder(): void {
    if (this.limit < this.messages.length) this.limit += STEP;
    else if (this.hasOlder && !this.loadingOlder) this.dispatchEvent(new WantOlderEvent());
  }
}
