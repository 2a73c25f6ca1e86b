/** That replies came while nobody looked: the number on the launcher, and the words that describe it. */
import { html, nothing, type TemplateResult } from 'lit';
import { fill } from './strings/sentences.ts';
import type { Strings } from './strings/strings.ts';

export const badge = (unread: number): TemplateResult | typeof nothing =>
  unread ? html`<span class="badge" part="badge" aria-hidden="true">${unread > 99 ? '99+' : unread}</span>` : nothing;

export const unreadSentence = (unread: number, strings: Strings): string =>
  unread ? fill(strings, 'unread', { count: unread }) : '';
