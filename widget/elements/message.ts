/**
 * The template of one message: its words and pictures, and where it is on its way. What can be done with it comes later. Without
 * Markdown a reply is plain text, cut into paragraphs so that while it streams the browser lays out only the last one.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { ChatMessage } from '../core/view.ts';
import type { Rate } from './feedback.ts';
import { clockIcon } from './icons.ts';
import type { Later } from './later.ts';
import type { Replies } from './markdown.ts';
import type { Strings } from './strings/strings.ts';
import type { ActsHost } from './visitor-acts.ts';
import type { Voice } from './voice.ts';

export interface MessageView {
  readonly message: ChatMessage;
  /** Whether it is the last of its author's turn: there the time stands. */
  readonly ends: boolean;
  /** Shows Markdown; `undefined` as long as it is not loaded. */
  readonly replies: Replies | undefined;
  readonly later: Later | undefined;
  readonly strings: Strings;
  /** Whom its buttons tell. */
  readonly host: ActsHost;
  /** Says one's own message in other words, in a branch; absent where there is a single conversation, and at first. */
  readonly branch: ((message: ChatMessage) => void) | undefined;
  /** Takes what the visitor thinks of a reply; absent unless the page has asked for it. */
  readonly rate: Rate | undefined;
  /** The button that reads a reply aloud, where the page and the platform have that. */
  readonly aloud: Voice['reader'];
}

export function message(view: MessageView): TemplateResult | typeof nothing {
  const { role } = view.message;
  if (role === 'user') return own(view);
  if (role === 'assistant') return reply(view);
  return view.later?.thoughts(view) ?? nothing;
}

function own(view: MessageView): TemplateResult {
  const { text, images } = view.message;
  return html`<h3 class="visually-hidden">${view.strings.you}</h3>
    ${view.later?.pictures(images, view.strings)}
    ${text ? html`<div class="bubble" part="bubble"><div dir="auto">${text}</div></div>` : nothing} ${ownState(view)}`;
}

function ownState(view: MessageView): TemplateResult | typeof nothing {
  const { state } = view.message;
  if (state === 'failed') return view.later?.failure(view) ?? nothing;
  if (state === 'queued')
    return html`<div class="meta"><span class="hint">${clockIcon}${view.later?.whyItWaits(view) ?? view.strings.queued}</span></div>`;
  return view.ends ? html`<div class="meta">${view.later?.again(view)}${time(view)}</div>` : nothing;
}

function reply(view: MessageView): TemplateResult {
  const { id, text, state } = view.message;
  const streaming = state === 'streaming';
  return html`<h3 class="visually-hidden">${view.strings.assistant}</h3>
    ${
      view.replies
        ? html`<div class="text" part="text" ${view.replies(text, !streaming)}></div>`
        : html`<div class="text" part="text"><p class=${streaming ? 'caret' : ''} dir="auto">${text}</p></div>`
    }
    <slot name=${`message-${id}`}></slot>
    ${state === 'failed' ? view.later?.failure(view) : nothing} ${streaming ? nothing : html`<div class="actions" part="actions">${view.later?.actions(view)}</div>`}`;
}

export function time({ message, strings }: MessageView): TemplateResult {
  const date = new Date(message.date);
  const short = new Intl.DateTimeFormat(strings.locale, { timeStyle: 'short' }).format(date);
  return html`<time dir="auto" datetime=${date.toISOString()}>${short}</time>`;
}
