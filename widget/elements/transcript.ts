/**
 * The transcript: the newest rows, the greeting, and the dots while a reply is awaited. What only a reader needs who goes
 * back (older pages, the way to the end) is `reading-back.ts`'s business, one message is `message.ts`'s.
 */
import { html, type LitElement, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { ChatMessage, Snapshot } from '../core/view.ts';
import type { Later } from './later.ts';
import type { ReadingBack } from './reading-back.ts';
import { type RowContext, RowList } from './row-list.ts';
import { toRows } from './rows.ts';
import { ScrollFollowController } from './scroll-follow.ts';
import type { ActsHost } from './visitor-acts.ts';
import type { Voice } from './voice.ts';

/** How many of the newest messages are shown until the reader goes back. */
export const NEWEST = 60;

export interface TranscriptView extends Omit<RowContext, 'host' | 'aloud'> {
  readonly snapshot: Snapshot;
  /** Whether a reply is on its way. */
  readonly running: boolean;
  readonly voice: Voice | undefined;
  readonly greeting: string;
  readonly suggestions: readonly string[];
}

export interface TranscriptActs {
  /** Sends one of the suggestions, which then go. */
  readonly suggest: (text: string) => void;
  /** For what can be done with what stands here already. */
  readonly host: ActsHost;
  /** Fetches what a reader needs who goes back. */
  readonly loadLater: () => Promise<Later | undefined>;
}

export class TranscriptController implements ReactiveController {
  readonly acts: TranscriptActs;
  view: TranscriptView | undefined;
  #host: LitElement;
  #rows = new RowList();
  #follow: ScrollFollowController;
  #back: ReadingBack | undefined;
  /** What the rows were last made from. */
  #drawn: readonly unknown[] = [];

  constructor(host: LitElement, acts: TranscriptActs) {
    this.#host = host;
    this.acts = acts;
    host.addController(this);
    this.#follow = new ScrollFollowController(
      host,
      () => this.scroller,
      () => this.#moved(),
    );
  }

  get scroller(): HTMLElement | null {
    return this.#host.renderRoot.querySelector('.scroller');
  }

  /** Whether the end is kept in view. */
  get following(): boolean {
    return this.#follow.following;
  }

  /** Shows the end of the transcript and follows it. */
  follow = (): void => this.#follow.follow();

  /** Stays where it is from now on. */
  leave = (): void => this.#follow.leave();

  update(): void {
    this.#host.requestUpdate();
  }

  render(view: TranscriptView): TemplateResult {
    const { snapshot, strings, later } = view;
    const { messages, hasOlder, loadingOlder } = snapshot;
    if (hasOwnNew(messages, this.view?.snapshot.messages)) this.follow();
    this.#back ??= later && new later.ReadingBack(this);
    this.#back?.prepare(view);
    this.view = view;
    return html`<div class="transcript">
      <div
        class="scroller"
        part="transcript"
        role="log"
        aria-live="off"
        aria-label=${strings.transcript}
        tabindex="0"
        @scroll=${this.#back?.scrolled}
      >
        <div class="content">
          ${this.#back?.loading(view)} ${this.#first === 0 && !hasOlder && !loadingOlder ? beginning(view, this.acts) : nothing}
          <div class="rows"></div>
          ${isAwaited(view) ? html`<div class="dots" part="typing" aria-hidden="true"><i></i><i></i><i></i></div>` : nothing}
        </div>
      </div>
      ${this.following ? nothing : this.#back?.jump(view)}
    </div>`;
  }

  /** The index of the first message that is shown. */
  get #first(): number {
    return Math.max(0, (this.view?.snapshot.messages.length ?? 0) - (this.#back?.limit ?? NEWEST));
  }

  hostUpdated(): void {
    const list = this.#host.renderRoot.querySelector<HTMLElement>('.rows');
    if (!list || !this.view) return;
    const { snapshot, replies, later, strings, branch, rate, voice } = this.view;
    const context = { replies, later, strings, branch, rate, aloud: voice?.reader, host: this.acts.host };
    const { messages } = snapshot;
    const inputs = [list, messages, this.#first, ...Object.values(context)];
    if (inputs.some((input, i) => input !== this.#drawn[i])) {
      this.#drawn = inputs;
      this.#rows.show(list, toRows(messages, this.#first), messages.at(-1)?.id, context);
      this.#follow.keep();
    }
    this.#back?.shown();
  }

  #moved(): void {
    if (!this.following) void this.acts.loadLater();
    this.update();
  }
}

/** Before the first message the greeting and what one might ask; after it the greeting alone. */
function beginning({ snapshot, greeting, suggestions, strings }: TranscriptView, acts: TranscriptActs): TemplateResult {
  const words = html`<div class="greeting" part="greeting"><p dir="auto">${greeting}</p></div>`;
  if (snapshot.messages.length) return words;
  const suggestion = (text: string) => html`<li>
    <button type="button" class="suggestion" part="suggestion" dir="auto" @click=${() => acts.suggest(text)}>${text}</button>
  </li>`;
  return html`<slot name="empty"><div class="welcome">
    ${words}
    ${
      suggestions.length
        ? html`<ul class="suggestions" part="suggestions" aria-label=${strings.suggestions}>${suggestions.map(suggestion)}</ul>`
        : nothing
    }
  </div></slot>`;
}

/** Until the first token of a reply. */
function isAwaited({ running, snapshot }: TranscriptView): boolean {
  const last = snapshot.messages.at(-1);
  return running && !(last?.state === 'streaming' && last.text);
}

/** Whether the visitor has just sent something. */
function hasOwnNew(messages: readonly ChatMessage[], before: readonly ChatMessage[] | undefined): boolean {
  const last = messages.at(-1);
  return !!before?.length && last?.role === 'user' && last.state !== 'sent' && last.id !== before.at(-1)?.id;
}
