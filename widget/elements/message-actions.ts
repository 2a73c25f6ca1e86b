/**
 * What can be done with a message: copying and rating a finished reply; sending again, editing or discarding one's own that failed;
 * unfolding what the agent thought.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { copyReply } from '../reading/copy.ts';
import { thumbs } from './feedback.ts';
import { icon } from './icons.ts';
import { pencilIcon } from './icons-later.ts';
import { actOn, type MessageAct } from './later-acts.ts';
import { type MessageView, time } from './message.ts';
import { fill, problemSentence } from './strings/sentences.ts';

/** How long "Copied" stays, in milliseconds. */
const COPIED_FOR = 2000;

const copyIcon = icon(
  'M11.5 9h6a2.5 2.5 0 0 1 2.5 2.5v6a2.5 2.5 0 0 1-2.5 2.5h-6A2.5 2.5 0 0 1 9 17.5v-6A2.5 2.5 0 0 1 11.5 9M5.5 15A1.5 1.5 0 0 1 4 13.5v-7A2.5 2.5 0 0 1 6.5 4h7A1.5 1.5 0 0 1 15 5.5',
);
const checkIcon = icon('M5 12.5l4.5 4.5L19 7.5');

/** The line below a finished reply: that it was stopped, copying it, its time. */
export function actions(view: MessageView): TemplateResult {
  const { message, strings } = view;
  return html`${message.state === 'stopped' ? html`<span class="hint">${strings.stopped}</span>` : nothing}
    <button
      type="button"
      class="action"
      part="copy"
      aria-label=${strings.copy}
      title=${strings.copy}
      @click=${(event: Event) => copy(event.currentTarget as HTMLElement, view)}
    >
      ${copyIcon}${checkIcon}
    </button>
    ${view.aloud?.(view)}${thumbs(view)}
    ${time(view)}`;
}

/** Beside the time of one's own message that has arrived: the way to ask something else in its place. */
export function again({ message, strings, branch }: MessageView): TemplateResult | typeof nothing {
  if (!branch || message.state !== 'sent') return nothing;
  const label = strings.askAgain;
  return html`<button type="button" class="action again" part="again" aria-label=${label} title=${label} @click=${() => branch(message)}>
    ${pencilIcon}
  </button>`;
}

/** What went wrong, and the ways out. */
export function failure(view: MessageView): TemplateResult {
  const { message, strings } = view;
  const { problem, role } = message;
  const unanswered = role === 'user' && problem?.code === 'assistant_failed';
  return html`<div class="meta">
    <span class="error" part="error">${unanswered ? strings.unanswered : problemSentence(problem, strings)}</span>
    ${remedies(view)}
  </div>`;
}

/** Why a message has not been sent yet. */
export function whyItWaits({ message: { problem }, strings }: MessageView): string {
  const tells = problem && (/^(offline|conversation_busy)$/.test(problem.code) || problem.retryAt);
  return tells ? problemSentence(problem, strings) : strings.queued;
}

/** Behind what went wrong: the ways out, and what the operator searches for. */
function remedies({ message, strings, host }: MessageView): TemplateResult {
  const requestId = message.problem?.requestId;
  const button = (name: MessageAct) =>
    html`<button type="button" class="text-button" @click=${() => actOn(message, name, host)}>${strings[name]}</button>`;
  return html`${
    message.role === 'user'
      ? html`<span class="error-actions">${button('retry')}${button('edit')}${button('discard')}</span>`
      : nothing
  }
  ${
    // Enough to find the line in the proxy's log, and to be read out on the phone.
    requestId
      ? html`<span class="reference">${fill(strings, 'reference', { id: requestId.slice(0, 8) })}</span>`
      : nothing
  }`;
}

/** What the agent thought before it spoke, where the operator shows that. */
export const thoughts = ({ message, strings }: MessageView): TemplateResult =>
  html`<details class="thoughts"><summary>${strings.thoughts}</summary><p dir="auto">${message.text}</p></details>`;

/** Says on the button how it went, for a while. */
async function copy(button: HTMLElement, { message, strings }: MessageView): Promise<void> {
  const shown = button.closest('letta-chat-message')?.querySelector('.text') ?? null;
  const done = await copyReply(message.text, shown);
  const say = (words: string) => {
    button.ariaLabel = words;
    button.title = words;
  };
  say(done ? strings.copied : strings.copyFailed);
  button.toggleAttribute('data-done', done);
  setTimeout(() => {
    say(strings.copy);
    button.removeAttribute('data-done');
  }, COPIED_FOR);
}
