/** The templates of what stands around the list: search, what is said at its end, the way back from a deletion. No state. */
import { html, nothing, type TemplateResult } from 'lit';
import { fill } from '../elements/strings/sentences.ts';
import type { Strings } from '../elements/strings/strings.ts';
import type { Deletion, Deletions } from './deletions.ts';
import { searchIcon } from './icons.ts';
import type { Pages } from './pages.ts';
import type { MenuStrings } from './strings.ts';

export function search(words: MenuStrings, query: string, searched: (event: Event) => void): TemplateResult {
  const label = words['menu.search'];
  return html`<div class="search" role="search">
    ${searchIcon}<input type="search" part="search" aria-label=${label} placeholder=${label} autocomplete="off" spellcheck="false" .value=${query}
      @input=${searched} />
  </div>`;
}

export interface EndView {
  readonly words: MenuStrings & Pick<Strings, 'retry'>;
  readonly pages: Pick<Pages, 'state' | 'next'>;
  readonly query: string;
  /** How many were found, and how many of them are drawn. */
  readonly found: number;
  readonly drawn: number;
}

/** Behind the last line: that more is coming, that it could not be had, or that there is nothing. */
export function end({ words, pages, query, found, drawn }: EndView): TemplateResult | typeof nothing {
  if (pages.state === 'failed')
    return html`<p class="list-note">${words['menu.listFailed']} <button type="button" class="text-button" @click=${() => pages.next()}>${words.retry}</button></p>`;
  if (found > drawn) return html`<div class="end"></div>`;
  if (pages.state !== 'whole') {
    const waiting = query ? words['menu.searching'] : words['menu.loadingList'];
    return html`<p class="list-note end" role="status">${waiting}</p>`;
  }
  if (found > 0) return nothing;
  return html`<p class="list-note" role="status">${query ? words['menu.nothingFound'] : words['menu.noConversations']}</p>`;
}

/** As long as a deletion can be taken back. */
export function toast(
  words: MenuStrings,
  pending: Deletion | null,
  { hold, go }: Pick<Deletions, 'hold' | 'go'>,
  undo: () => void,
): TemplateResult | typeof nothing {
  if (!pending) return nothing;
  return html`<div class="toast" part="toast" role="status" @pointerenter=${hold} @pointerleave=${go} @focusin=${hold} @focusout=${go}>
    <span class="toast-text">${fill(words, 'menu.deleted', { title: pending.title })}</span>
    <button type="button" class="text-button" @click=${undo}>${words['menu.undo']}</button>
  </div>`;
}
