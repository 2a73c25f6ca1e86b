/** A chat that shows everything that is painted with the accent, and which of its texts cannot be read. */
import type { ConversationSummary } from '../../../widget/core/view.ts';
import type { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { contrast, grounds, paint } from './colour.ts';
import { message } from './fake-client.ts';
import { launcherButton, mountOpen, part, query, type, waitUntil } from './mount.ts';

/** Everything that is painted with the accent, or on it: a transcript, and with `list` the list of conversations over it. */
export async function mountPainted(theme: LettaChat['theme'], list = false): Promise<LettaChat> {
  const { chat, client } = await mountOpen();
  chat.theme = theme;
  // Colours as they are, not on their way.
  chat.style.setProperty('--letta-chat-duration', '0s');
  const conversations: ConversationSummary[] = [
    { id: 'open', agent: 'desk', title: 'Open', date: Date.now(), running: true },
  ];
  client.pages = [{ conversations, more: false }];
  client.show({
    conversation: 'open',
    conversations,
    messages: [
      message({ role: 'user', text: 'sent' }),
      message({ role: 'assistant', text: '[a link](https://example.com) and `code`' }),
      message({ role: 'user', text: 'queued', state: 'queued' }),
      message({ role: 'user', text: 'failed', state: 'failed', problem: { code: 'assistant_failed' } }),
    ],
  });
  await type(chat, 'so that there is something to send');
  await waitUntil(() => chat.renderRoot.querySelector('.markdown a') && chat.renderRoot.querySelector('.text-button'));
  if (!list) return chat;
  await waitUntil(() => query(chat, 'conversations'));
  client.show({ status: 'streaming' });
  part(chat, 'conversations').click();
  await waitUntil(() => chat.renderRoot.querySelector('.conversation[data-open] .running'));
  return chat;
}

/** A text and what lies under it, the lowest first. */
export interface Pair {
  readonly what: string;
  readonly text: string;
  readonly ground: readonly string[];
}

const pairOf = (chat: LettaChat, what: string, element: Element | null): Pair => {
  if (!element) throw new Error(`${what} is not shown.`);
  return { what, text: getComputedStyle(element).color, ground: grounds(element, part(chat, 'panel')) };
};

export function inTranscript(chat: LettaChat): Pair[] {
  const root = chat.renderRoot;
  const pair = (what: string, selector: string) => pairOf(chat, what, root.querySelector(selector));
  const link = pair('a link', '.markdown a');
  const surface = getComputedStyle(part(chat, 'panel')).backgroundColor;
  const send = part(chat, 'send');
  const disc = getComputedStyle(send, '::before').backgroundColor;
  const launcher = getComputedStyle(launcherButton(chat));
  return [
    pair('the visitor’s message', '[part~="bubble"]'),
    pair('a message that waits', '[data-state="queued"] [part~="bubble"]'),
    link,
    { ...link, what: 'a link on the sunken surface', ground: [surface, backgroundOf(root, '.markdown code')] },
    pair('a text button', '.text-button'),
    pair('the avatar’s letter', '[part~="avatar"]'),
    { what: 'send', text: getComputedStyle(send.firstElementChild!).color, ground: [surface, disc] },
    { what: 'the launcher', text: launcher.color, ground: [launcher.backgroundColor] },
  ];
}

const backgroundOf = (root: ParentNode, selector: string): string =>
  getComputedStyle(root.querySelector(selector)!).backgroundColor;

export function inList(chat: LettaChat): Pair[] {
  const pair = (what: string, selector: string) => pairOf(chat, what, chat.renderRoot.querySelector(selector));
  return [
    pair('the open conversation’s title', '.conversation[data-open] .conversation-title'),
    pair('its time', '.conversation[data-open] .conversation-time'),
    pair('that it is being replied to', '.conversation[data-open] .running'),
  ];
}

/** The pairs that cannot be read, told so that one can be tried by hand. */
export function unreadable(pairs: readonly (Pair & { readonly of: string; readonly least?: number })[]): string[] {
  const texts = paint(pairs.map(({ ground, text }) => [...ground, text]));
  const lows = paint(pairs.map(({ ground }) => ground));
  return pairs.flatMap(({ what, of, least = 4.5 }, i) => {
    const ratio = contrast(texts[i]!, lows[i]!);
    return ratio >= least ? [] : [`${what} of ${of}: ${texts[i]} on ${lows[i]} is ${ratio.toFixed(2)}:1`];
  });
}
