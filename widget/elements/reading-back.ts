/**
 * For a reader who goes back in the transcript: more rows, older pages from the server, the place kept while they come in
 * above, and the way back to the end with the number of new messages.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { ReadingAids } from '../reading/aids.ts';
import { icon } from './icons.ts';
import { loadOlder } from './later-acts.ts';
import { fill } from './strings/sentences.ts';
import type { TranscriptController, TranscriptView } from './transcript.ts';

const downIcon = icon('M12 5v14M5.5 12.5 12 19l6.5-6.5');

/** How many more rows come into the DOM each time the reader nears the first. */
const STEP = 60;
/** Pixels from the top at which earlier rows are fetched. */
const EARLY = 300;
/** Frames until rows that have come near the view have their real heights. */
const ROUNDS = 3;

export class ReadingBack {
  /** How many of the newest messages are in the DOM. */
  limit = STEP;
  #transcript: TranscriptController;
  #aids: ReadingAids;
  /** The last message that was seen with the end in view; what comes after it is new. */
  #seen: string | undefined;
  /** The first message for which older ones were asked without a scroll, so that a failure is not asked for ever. */
  #asked: string | undefined;
  #limitBefore = STEP;
  /** The first row in view before rows came in above it, and where it was. */
  #held: { readonly row: Element; readonly top: number } | undefined;

  constructor(transcript: TranscriptController) {
    this.#transcript = transcript;
    this.#aids = new ReadingAids(transcript, this);
  }

  /** Before `next` is shown. */
  prepare(next: TranscriptView): void {
    const { view, following } = this.#transcript;
    const { messages, conversation } = next.snapshot;
    const before = view?.snapshot;
    if (before?.conversation && before.conversation !== conversation) this.limit = STEP;
    const grewAbove = this.limit !== this.#limitBefore || (before && before.messages[0]?.id !== messages[0]?.id);
    this.#limitBefore = this.limit;
    if (following || !this.#seen) this.#seen = messages.at(-1)?.id;
    if (!following && grewAbove) this.#hold();
    this.#aids.prepare(next);
  }

  /** After it has been shown. */
  shown(): void {
    const { scroller, view } = this.#transcript;
    if (this.#held) this.#correct(this.#held.row, this.#held.top, ROUNDS);
    this.#held = undefined;
    this.#aids.shown();
    const first = view?.snapshot.messages[0]?.id;
    if (!scroller || !first || first === this.#asked || scroller.clientHeight === 0) return;
    if (scroller.scrollHeight > scroller.clientHeight + EARLY) return;
    this.#asked = first;
    this.#wantOlder();
  }

  loading({ snapshot, strings }: TranscriptView): TemplateResult | typeof nothing {
    return snapshot.loadingOlder ? html`<div class="older">${strings.loadingOlder}</div>` : nothing;
  }

  jump({ snapshot, strings }: TranscriptView): TemplateResult {
    const seen = snapshot.messages.findLastIndex(({ id }) => id === this.#seen);
    const count = seen < 0 ? 0 : snapshot.messages.length - 1 - seen;
    return html`<button type="button" class="jump" part="jump" aria-label=${strings.latest} @click=${this.#jump}>
      ${downIcon}${count ? html`<span class="count">${fill(strings, 'latestCount', { count })}</span>` : nothing}
    </button>`;
  }

  #jump = (): void => {
    this.#transcript.follow();
    this.#transcript.scroller?.focus({ preventScroll: true }); // the button goes
  };

  scrolled = (): void => {
    const { scroller, following } = this.#transcript;
    if (scroller && scroller.scrollTop < EARLY && !following) this.#wantOlder();
  };

  /** First what is here but not in the DOM, then what only the server has. */
  #wantOlder(): void {
    const { messages, hasOlder, loadingOlder } = this.#transcript.view!.snapshot;
    if (this.limit < messages.length) {
      this.limit += STEP;
      this.#transcript.update();
    } else if (hasOlder && !loadingOlder) loadOlder(this.#transcript.acts.host);
  }

  #hold(): void {
    const { scroller } = this.#transcript;
    const edge = scroller?.getBoundingClientRect().top ?? 0;
    for (const row of scroller?.querySelectorAll('letta-chat-message') ?? []) {
      const { top, bottom } = row.getBoundingClientRect();
      if (bottom <= edge) continue;
      this.#held = { row, top };
      return;
    }
  }

  /**
   * Browsers' own scroll anchoring does not work at the very top, and not at all in older Safaris; where it works, it would add its
   * correction to ours.
   */
  #correct(row: Element, top: number, rounds: number): void {
    const { scroller } = this.#transcript;
    if (!row.isConnected || !scroller) return;
    scroller.style.overflowAnchor = 'none';
    scroller.scrollTop += row.getBoundingClientRect().top - top;
    scroller.style.overflowAnchor = '';
    // What comes into view is measured only when it is drawn; engines with anchoring see to that themselves.
    if (rounds > 0 && !CSS.supports('overflow-anchor', 'auto'))
      requestAnimationFrame(() => this.#correct(row, top, rounds - 1));
  }
}
