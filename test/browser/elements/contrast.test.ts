// What one accent colour of the page makes of everything that is painted with it, and that each theme can be read.
import { expect } from '@open-wc/testing';
import type { ConversationSummary } from '../../../widget/core/view.ts';
import type { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { contrast, grounds, luminance, paint } from './colour.ts';
import { message } from './fake-client.ts';
import { launcherButton, mountOpen, part, query, settled, type, waitUntil } from './mount.ts';

const SCHEMES = ['light', 'dark'] as const;
const SEED = 20_261_123;

/** https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (mulberry32, public domain): the same each time. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** All of the sRGB cube, then its faces (pure and pale colours), greys, and notations that are not sRGB. */
function accents(count: number): string[] {
  const random = randomFrom(SEED);
  const byte = () => Math.floor(random() * 256);
  const kinds = [
    () => `rgb(${byte()} ${byte()} ${byte()})`,
    () => `hsl(${(random() * 360).toFixed(1)} 100% ${(random() * 100).toFixed(1)}%)`,
    () => `oklch(${random().toFixed(3)} ${(random() * 0.1).toFixed(3)} ${(random() * 360).toFixed(1)})`,
    () => ((grey) => `rgb(${grey} ${grey} ${grey})`)(byte()),
  ];
  return Array.from({ length: count }, (_, i) => kinds[i % 8 < 5 ? 0 : (i % 8) - 4]!());
}

/** Everything that is painted with the accent, or on it: a transcript, and with `list` the list of conversations over it. */
async function mountPainted(theme: LettaChat['theme'], list = false): Promise<LettaChat> {
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
interface Pair {
  readonly what: string;
  readonly text: string;
  readonly ground: readonly string[];
}

const pairOf = (chat: LettaChat, what: string, element: Element | null): Pair => {
  if (!element) throw new Error(`${what} is not shown.`);
  return { what, text: getComputedStyle(element).color, ground: grounds(element, part(chat, 'panel')) };
};

function inTranscript(chat: LettaChat): Pair[] {
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

function inList(chat: LettaChat): Pair[] {
  const pair = (what: string, selector: string) => pairOf(chat, what, chat.renderRoot.querySelector(selector));
  return [
    pair('the open conversation’s title', '.conversation[data-open] .conversation-title'),
    pair('its time', '.conversation[data-open] .conversation-time'),
    pair('that it is being replied to', '.conversation[data-open] .running'),
  ];
}

/** The pairs that cannot be read, told so that one can be tried by hand. */
function unreadable(pairs: readonly (Pair & { readonly of: string; readonly least?: number })[]): string[] {
  const texts = paint(pairs.map(({ ground, text }) => [...ground, text]));
  const lows = paint(pairs.map(({ ground }) => ground));
  return pairs.flatMap(({ what, of, least = 4.5 }, i) => {
    const ratio = contrast(texts[i]!, lows[i]!);
    return ratio >= least ? [] : [`${what} of ${of}: ${texts[i]} on ${lows[i]} is ${ratio.toFixed(2)}:1`];
  });
}

describe('contrast', () => {
  for (const scheme of SCHEMES) {
    for (let block = 0; block < 10; block++) {
      it(`is at least 4.5:1 for every text with the random accents ${block * 100} to ${block * 100 + 99}, ${scheme}`, async () => {
        const list = block === 9;
        const chat = await mountPainted(scheme, list);
        const pairs = accents(1000)
          .slice(block * 100, block * 100 + 100)
          .flatMap((accent) => {
            chat.style.setProperty('--letta-chat-accent', accent);
            return [...inTranscript(chat), ...(list ? inList(chat) : [])].map((pair) => ({ ...pair, of: accent }));
          });
        expect(unreadable(pairs)).to.deep.equal([]);
      });
    }
  }

  it('would be seen to fail', async () => {
    const chat = await mountPainted('light');
    chat.style.setProperty('--letta-chat-accent', '#767676');
    chat.style.setProperty('--letta-chat-accent-ink', '#949494');
    chat.style.setProperty('--letta-chat-accent-text', '#949494');
    expect(unreadable(inTranscript(chat).map((pair) => ({ ...pair, of: 'greys' })))).to.have.length(7);
  });

  it('keeps an accent as it is where it can be read, and changes it live where not', async () => {
    const chat = await mountPainted('light');
    const link = () => paint([[getComputedStyle(chat.renderRoot.querySelector('.markdown a')!).color]])[0];
    expect(link()).to.deep.equal([0x33, 0x55, 0xe0]);
    chat.style.setProperty('--letta-chat-accent', '#ffd400');
    const [red = 0, green = 0, blue = 0] = link() ?? [];
    expect(luminance([red, green, blue])).to.be.within(0.13, 0.145);
    expect(red > green && green > blue, `${red} ${green} ${blue} is still a yellow`).to.equal(true);
    chat.theme = 'dark';
    await settled(chat);
    expect(link()).to.deep.equal([0xff, 0xd4, 0]);
    chat.style.setProperty('--letta-chat-accent-text', '#abcdef');
    expect(link()).to.deep.equal([0xab, 0xcd, 0xef]);
  });
});
