/**
 * One state of the gallery, alone in its page: `/gallery?state=NAME`, with `theme`, `style` (a ready theme), `dir`, `lang`, `mode`,
 * `position` and `ground` (a page around it) as one likes. It is the real element with a canned client; when nothing is to come any more the page says so (`data-ready`).
 */

import type { Snapshot } from '../../widget/core/view.ts';
import { type Canned, CannedClient } from './canned-client.ts';
import { type GalleryState, handIn, until } from './state.ts';
import { states } from './states.ts';
import { agentsOf, EMPTY } from './talk.ts';
import { arabic, english } from './words.ts';

type Chat = HTMLElement & { suggestions?: readonly string[]; readonly updateComplete?: Promise<unknown> };

declare global {
  /** Puts another state in the place of the one that is there; resolves when nothing is to come any more. */
  var galleryShows: (name: string) => Promise<void>;
}

const wishes = new URLSearchParams(location.search);
const root = document.documentElement;
const lang = wishes.get('lang') ?? (wishes.get('dir') === 'rtl' ? 'ar' : 'en');
const words = /^(ar|he)$/.test(lang) ? arabic : english;
/** Not in the gallery: the playground's, with the real client in front of the demo's agent. */
const LIVE: GalleryState = { name: 'live', title: 'Live', says: 'One can talk to it.' };
/** What the next element is going to show. */
let canned: Canned = { snapshot: EMPTY };

root.lang = lang;
root.dir = wishes.get('dir') ?? (lang === 'ar' || lang === 'he' ? 'rtl' : 'ltr');
root.style.colorScheme = wishes.get('theme') ?? '';
root.toggleAttribute('data-ground', wishes.has('ground'));
if (wishes.get('state') !== LIVE.name) {
  await import('./stand-still.ts');
  bringClient();
}
globalThis.galleryShows = showState;
void showState(wishes.get('state') ?? '');

/** A ready theme in place of another; without one the default. Resolves when it is there. */
async function dress(name: string | undefined): Promise<void> {
  document.querySelector('link[data-theme]')?.remove();
  if (!name) return;
  const link = document.createElement('link');
  Object.assign(link, { rel: 'stylesheet', href: `/themes/${encodeURIComponent(name)}.css` });
  link.dataset['theme'] = name;
  const loaded = new Promise((resolve) => ['load', 'error'].map((end) => link.addEventListener(end, resolve)));
  document.head.append(link);
  await loaded;
}

async function showState(name: string): Promise<void> {
  const place = document.querySelector('main');
  const state = [LIVE, ...states].find((one) => one.name === name);
  if (!state) {
    place?.replaceChildren(`There is no state “${name}”.`);
    return;
  }
  delete root.dataset['ready'];
  place?.replaceChildren();
  document.title = `${state.title}: letta-chat`;
  await dress(state.theme ?? wishes.get('style') ?? undefined);
  const agent = { name: 'desk', title: words.heading, description: '' };
  const snapshot: Snapshot = { ...EMPTY, agent, ...(await state.snapshot?.(words)) };
  canned = { snapshot, info: state.info, agents: state.choice ? agentsOf(words) : undefined };
  const chat = document.createElement('letta-chat') as Chat;
  for (const [name, value] of Object.entries(attributesOf(state))) chat.setAttribute(name, value);
  if (state.suggests) chat.suggestions = words.suggestions;
  place?.append(chat);
  await state.act?.(handIn(chat), words);
  await ready(chat, state, snapshot);
  root.dataset['ready'] = name;
}

function attributesOf({ attributes: own = {} }: GalleryState): Record<string, string> {
  const attributes = typeof own === 'function' ? own(words) : own;
  const wished = [...wishes].filter(([name]) => ['mode', 'theme', 'position'].includes(name));
  const said: Record<string, string> =
    wishes.get('state') === LIVE.name ? {} : { heading: words.heading, greeting: words.greeting };
  const given = { mode: 'inline', ...said, ...attributes };
  const all: Record<string, string> = { ...given, ...Object.fromEntries(wished) };
  const opens = all['mode'] === 'floating' && attributes['mode'] !== 'floating';
  return opens ? { ...all, open: '' } : all;
}

/** The class gets its client at the moment of its definition, before the first element is upgraded. */
function bringClient(): void {
  const { define } = CustomElementRegistry.prototype;
  customElements.define = function bring(name, element, options) {
    if (name === 'letta-chat') Object.assign(element, { createClient: () => new CannedClient(canned) });
    define.call(customElements, name, element, options);
  };
}

/** Waits for what the messages need, what the state shows, the fonts, and the frame in which all of it is drawn. */
async function ready(chat: Chat, { shows = [] }: GalleryState, { messages }: Snapshot): Promise<void> {
  const replies = messages.filter(({ role }) => role === 'assistant');
  const needed = [
    ...(replies.length ? ['.text.markdown'] : []),
    ...(replies.some(({ state }) => state !== 'streaming') ? ['[part~=copy]'] : []),
    ...shows,
  ];
  for (const selector of needed) await until(() => chat.shadowRoot?.querySelector(selector));
  await chat.updateComplete;
  await document.fonts.ready;
  for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
}
