/** The templates of the list's lines: what is shown of a conversation, and the field in which its title is changed. */
import { html, nothing, type TemplateResult } from 'lit';
import { pencilIcon } from '../elements/icons-later.ts';
import { fill } from '../elements/strings/sentences.ts';
import { binIcon, dotsIcon, infoIcon } from './icons.ts';
import { type Item, preview, shortTime } from './list.ts';
import type { MenuStrings } from './strings.ts';

export interface RowView {
  readonly item: Item;
  /** The title of its agent, where there are several. */
  readonly agent: string | undefined;
  readonly words: MenuStrings;
  readonly locale: string | undefined;
  readonly now: number;
  /** The one line of the list that Tab comes to. */
  readonly current: boolean;
  /** Whether its buttons are shown where nothing can hover. */
  readonly expanded: boolean;
  readonly acts: RowActs;
}

export interface RowActs {
  readonly open: (item: Item) => void;
  readonly edit: (item: Item) => void;
  readonly remove: (item: Item) => void;
  readonly info: (item: Item) => void;
  readonly expand: (item: Item) => void;
  readonly rename: (item: Item, title: string) => void;
  readonly cancel: (item: Item) => void;
}

export const titleIn = ({ title }: Item, words: MenuStrings): string => title || words['menu.untitled'];

export function row({ item, agent, words, locale, now, current, expanded, acts }: RowView): TemplateResult {
  const title = titleIn(item, words);
  const last = preview(item);
  const { length } = title;
  return html`<li class="conversation" part="conversation" data-id=${item.id} ?data-open=${item.open} ?data-expanded=${expanded}>
    <button type="button" class="conversation-open" tabindex=${current ? 0 : -1} aria-current=${item.open ? 'true' : nothing}
      aria-keyshortcuts="F2 Delete" @click=${() => acts.open(item)}>
      <span class="conversation-title" dir="auto" title=${length > 40 ? title : nothing}>${title}</span>
      <time class="conversation-time" datetime=${new Date(item.date).toISOString()}>${shortTime(item.date, now, locale)}</time>
      ${
        item.running
          ? html`<span class="conversation-last running"><bdi>${words['menu.replying']}</bdi></span>`
          : html`<span class="conversation-last" dir="auto">${agent ? html`<bdi class="conversation-agent">${agent}</bdi> ` : nothing}${last}</span>`
      }
      ${item.unread ? html`<span class="unread"><span class="visually-hidden">${words['menu.newReply']}</span></span>` : nothing}
    </button>
    <span class="conversation-acts">
      <button type="button" class="icon-button more" aria-expanded=${String(expanded)} tabindex=${current ? 0 : -1}
        aria-label=${fill(words, 'menu.more', { title })} @click=${() => acts.expand(item)}>${dotsIcon}</button>
      <span class="choices">
        <button type="button" class="icon-button" part="info" tabindex=${current ? 0 : -1} aria-label=${`${words['menu.info']}: ${title}`}
          title=${words['menu.info']} @click=${() => acts.info(item)}>${infoIcon}</button>
        <button type="button" class="icon-button" tabindex=${current ? 0 : -1} aria-label=${`${words['menu.rename']}: ${title}`}
          title=${`${words['menu.rename']} (F2)`} @click=${() => acts.edit(item)}>${pencilIcon}</button>
        <button type="button" class="icon-button" tabindex=${current ? 0 : -1} aria-label=${`${words['menu.delete']}: ${title}`}
          title=${words['menu.delete']} @click=${() => acts.remove(item)}>${binIcon}</button>
      </span>
    </span>
  </li>`;
}

/** Enter and leaving the field keep the new title, Escape the old one. */
export function editor({ item, words, acts }: Pick<RowView, 'item' | 'words' | 'acts'>): TemplateResult {
  const field = (event: Event) => (event.currentTarget as HTMLInputElement).value.trim();
  const pressed = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'Enter') acts.rename(item, field(event));
    if (event.key === 'Escape') acts.cancel(item);
    event.stopPropagation();
    if (event.key === 'Enter' || event.key === 'Escape') event.preventDefault();
  };
  return html`<li class="conversation" part="conversation" data-id=${item.id}>
    <input class="title-field" dir="auto" maxlength="200" enterkeyhint="done" aria-label=${words['menu.title']} .value=${item.title ?? ''}
      @keydown=${pressed} @blur=${(event: Event) => acts.rename(item, field(event))} />
  </li>`;
}
