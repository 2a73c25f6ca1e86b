/**
 * What helps a reader in a long transcript: the find bar, the whole transcript in print, and landing at the first message that
 * came while nobody looked. Going back row by row is `elements/reading-back.ts`'s business.
 */
import type { LitElement, ReactiveController } from 'lit';
import { loadOlder } from '../elements/later-acts.ts';
import type { ReadingBack } from '../elements/reading-back.ts';
import type { Strings } from '../elements/strings/strings.ts';
import type { TranscriptController, TranscriptView } from '../elements/transcript.ts';
import type { FindBar } from './find.ts';
import type { FindStrings } from './strings.ts';

export class ReadingAids implements ReactiveController {
  readonly #transcript: TranscriptController;
  readonly #back: ReadingBack;
  #panel: Element | null = null;
  #find: FindBar | undefined;
  /** Whether what is unread came while nobody could see it. */
  #isAway = false;
  /** The first unread message, when the reader is to land there. */
  #landing: string | undefined;

  constructor(transcript: TranscriptController, back: ReadingBack) {
    this.#transcript = transcript;
    this.#back = back;
  }

  hostConnected(): void {
    addEventListener('beforeprint', this.#print);
  }

  hostDisconnected(): void {
    removeEventListener('beforeprint', this.#print);
  }

  /** Before `next` is shown. */
  prepare(next: TranscriptView): void {
    const before = this.#transcript.view?.snapshot;
    const { messages, unread, conversation } = next.snapshot;
    if (!before) return;
    const isOther = before.conversation !== conversation;
    const isAnswered = messages.at(-1)?.role === 'user' && messages.length > before.messages.length;
    if (isOther || isAnswered) this.#row(({ dataset }) => dataset['new'] !== undefined)?.removeAttribute('data-new');
    if (unread > before.unread) this.#isAway = document.hidden || !!this.#panel?.matches('[inert]');
    // The reader is back: what was unread is seen from now on.
    if (!isOther && this.#isAway && before.unread > 0 && unread === 0)
      this.#landing = messages.filter(({ role }) => role === 'assistant').at(-before.unread)?.id;
  }

  /** After it has been shown. */
  shown(): void {
    const { scroller } = this.#transcript;
    const panel = scroller?.closest('.panel') ?? null;
    if (panel && panel !== this.#panel) panel.addEventListener('keydown', this.#pressed);
    if (panel && !this.#panel) hostOf(panel).addController(this);
    this.#panel = panel;
    this.#find?.update();
    if (this.#landing) this.#land(this.#landing);
    this.#landing = undefined;
  }

  #land(id: string): void {
    const { scroller, view } = this.#transcript;
    const index = view!.snapshot.messages.findIndex((message) => message.id === id);
    const row = this.#row((_, i) => i === index);
    if (!scroller || !row) return;
    row.dataset['new'] = view!.strings.newMessages;
    const { top } = row.getBoundingClientRect();
    const above = top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    if (scroller.scrollHeight - above <= scroller.clientHeight) return; // the end shows all of it
    this.#transcript.leave();
    scroller.scrollTop = above;
  }

  /** The first row for which that holds; `index` is its message's. */
  #row(holds: (row: HTMLElement, index: number) => boolean): HTMLElement | undefined {
    const rows = [...(this.#transcript.scroller?.querySelectorAll<HTMLElement>('letta-chat-message') ?? [])];
    const first = (this.#transcript.view?.snapshot.messages.length ?? 0) - rows.length;
    return rows.find((row, i) => holds(row, first + i));
  }

  /** Between leaving the end and moving away from it, a late scroll event may have taken hold of the end again. */
  #stay({ scrollHeight, scrollTop, clientHeight }: HTMLElement): void {
    if (scrollHeight - scrollTop > clientHeight + 1) this.#transcript.leave();
  }

  /** Rows that are here but not in the page are printed, too. */
  #print = (): void => {
    this.#back.limit = Number.POSITIVE_INFINITY;
    this.#transcript.update();
  };

  /** In the open bar the keys are the browser's again, for its own search. */
  #pressed = (event: Event): void => {
    const { key, ctrlKey, metaKey, shiftKey, altKey, target } = event as KeyboardEvent;
    if (key !== 'f' || !(ctrlKey || metaKey) || shiftKey || altKey) return;
    if ((target as Element).closest('.find')) return;
    event.preventDefault();
    void this.#openFind();
  };

  async #openFind(): Promise<void> {
    if (this.#find?.isOpen) return this.#find.focus();
    const { scroller, acts } = this.#transcript;
    const snapshot = () => this.#transcript.view!.snapshot;
    const { FindBar } = await import('./find.ts');
    if (!scroller) return;
    this.#find = new FindBar({
      scroller,
      words: () => this.#transcript.view!.strings as Strings & Partial<FindStrings>,
      messages: () => snapshot().messages,
      older: () => (snapshot().loadingOlder ? 'coming' : snapshot().hasOlder ? 'some' : 'none'),
      loadOlder: () => loadOlder(acts.host),
      stay: () => this.#stay(scroller),
      bring: async (index) => {
        this.#transcript.leave();
        this.#back.limit = Math.max(this.#back.limit, snapshot().messages.length - index);
        this.#transcript.update();
        await hostOf(scroller).updateComplete;
      },
    });
  }
}

const hostOf = (inside: Element): LitElement => (inside.getRootNode() as ShadowRoot).host as LitElement;
