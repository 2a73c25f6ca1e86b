/** Whether a reply was good: two buttons below it, where the page has asked for them by `feedback`, and the event that tells. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ChatClient, Rating } from '../client.ts';
import { icon } from './icons.ts';
import type { MessageView } from './message.ts';
import type { Strings } from './strings/strings.ts';

export interface FeedbackDetail {
  /** The id of the reply. */
  readonly message: string;
  /** `null`: it was taken back. */
  readonly value: Rating | null;
}

/** The proxy has kept what the visitor thinks of a reply. */
export class LettaChatFeedbackEvent extends CustomEvent<FeedbackDetail> {
  constructor(detail: FeedbackDetail) {
    super('letta-chat-feedback', { bubbles: true, composed: true, detail });
  }
}

declare global {
  interface HTMLElementEventMap {
    'letta-chat-feedback': LettaChatFeedbackEvent;
  }
}

/** Rejects when it could not be kept. */
export type Rate = (message: string, value: Rating | null) => Promise<void>;

/** One after the other, so that the last word is the one that stays. */
export function createRate(host: EventTarget, client: () => Pick<ChatClient, 'rate'> | null): Rate {
  let last: Promise<unknown> = Promise.resolve();
  return function rate(message, value) {
    const done = last.then(async () => {
      await client()?.rate(message, value);
      host.dispatchEvent(new LettaChatFeedbackEvent({ message, value }));
    });
    last = done.catch(() => undefined); // whoever asked hears of it
    return done;
  };
}

/** How long thanks stay, in milliseconds. */
const THANKED_FOR = 4000;

const thumb = icon(
  'M7.5 11v8.5M5 11h2.5l3.6-6.9c1.2 0 2.2 1 2.2 2.2v3.2h4.5a1.8 1.8 0 0 1 1.8 2.1l-1.2 6.4a1.8 1.8 0 0 1-1.8 1.5H5a1 1 0 0 1-1-1V12a1 1 0 0 1 1-1',
);

/** Below a whole reply. Pressing the pressed one takes it back. */
export function thumbs(view: MessageView): TemplateResult | typeof nothing {
  const { message, strings, rate } = view;
  if (!rate || message.state !== 'complete') return nothing;
  const button = (value: Rating, label: string) => {
    const pressed = message.feedback === value;
    return html`<button
      type="button"
      class=${`action ${value}`}
      part="feedback"
      aria-pressed=${pressed}
      aria-label=${label}
      title=${label}
      @click=${({ currentTarget }: Event) => press(rate(message.id, pressed ? null : value), currentTarget, strings, !pressed)}
    >
      ${thumb}
    </button>`;
  };
  return html`${button('positive', strings.goodReply)}${button('negative', strings.badReply)}<span
      class="hint thanks"
      role="status"
    ></span>`;
}

/** Thanks for it beside the buttons, for a while; also says when it did not work. */
async function press(work: Promise<void>, button: EventTarget | null, strings: Strings, given: boolean): Promise<void> {
  const place = button instanceof HTMLElement ? button.parentElement?.querySelector('.thanks') : null;
  const say = (words: string) => {
    if (place) place.textContent = words;
  };
  try {
    await work;
    say(given ? strings.feedbackThanks : '');
  } catch (error) {
    console.error('<letta-chat>', error);
    say(strings.feedbackFailed);
  }
  setTimeout(say, THANKED_FOR, '');
}
