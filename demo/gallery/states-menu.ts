/** The gallery's states beside the conversation itself: the list, what can be done there, the find bar; and the widget in other places. */
import { ago } from './clock.ts';
import type { GalleryState, Hand } from './state.ts';
import { agentsOf, before, conversations, desk, talk, you } from './talk.ts';
import type { GalleryWords } from './words.ts';

const several = (words: GalleryWords) => ({ ...talk(...before(words)), conversations: conversations(words) });

const openList = async ({ press, find }: Hand): Promise<void> => {
  await press('[part~=conversations]');
  await find('letta-chat-menu .conversation, letta-chat-menu .list-note');
};

export const lists: readonly GalleryState[] = [
  {
    name: 'list',
    title: 'Conversations',
    says: 'The visitor’s conversations: unread, being answered, the open one.',
    choice: true,
    snapshot: several,
    act: openList,
    shows: ['.conversation-agent'],
  },
  {
    name: 'list-empty',
    title: 'No conversations',
    says: 'The list before anything was said, or after everything was deleted.',
    snapshot: (words) => ({ agent: { ...agentsOf(words)[0]!, avatar: '/mark.svg' } }),
    act: openList,
    shows: ['.list-note:not(.end)'],
  },
  {
    name: 'list-search',
    title: 'Search',
    says: 'Words of the title, whatever their case and accents.',
    snapshot: several,
    act: async (hand, { titles }) => {
      await openList(hand);
      await hand.write('.search input', titles[4]?.split(' ').at(-1) ?? '');
    },
    shows: ['.conversation:only-child'],
  },
  {
    name: 'list-renaming',
    title: 'Renaming',
    says: 'The title becomes a field; Enter keeps the new one, Escape the old.',
    snapshot: several,
    act: async (hand) => {
      await openList(hand);
      await hand.key('[data-id=conversation-1] .conversation-open', 'F2');
    },
    shows: ['.title-field'],
  },
  {
    name: 'list-deleted',
    title: 'Deleted, with undo',
    says: 'Gone from the list, and for some seconds to be had back.',
    snapshot: several,
    act: async (hand) => {
      await openList(hand);
      await hand.key('[data-id=conversation-4] .conversation-open', 'Delete');
      (await hand.find('.toast')).dispatchEvent(new PointerEvent('pointerenter')); // as long as one points at it, it stays
    },
    shows: ['.toast'],
  },
  {
    name: 'privacy',
    title: 'Privacy',
    says: 'Where the words are kept, and deleting all of them, which asks once.',
    snapshot: several,
    act: async (hand) => {
      await openList(hand);
      await hand.press('.privacy-toggle');
      await hand.press('[data-all]');
    },
    shows: ['[role=alertdialog]'],
  },
  {
    name: 'agents',
    title: 'Choosing an agent',
    says: 'Where the site offers several: with whom the new conversation is to be.',
    choice: true,
    snapshot: several,
    act: async (hand) => {
      await openList(hand);
      await hand.find('.conversation-agent');
      await hand.press('letta-chat-menu [part~=new]');
    },
    shows: ['.agent-picture img:not([hidden])'],
  },
  {
    name: 'information',
    title: 'Information',
    says: 'What is known of a conversation, and saving it.',
    info: { started: ago(300), lastMessage: ago(1), messages: 12, more: false, inContextFrom: null, tokens: 1840 },
    snapshot: several,
    act: async (hand) => {
      await openList(hand);
      await hand.press('[data-id=conversation-0] [part~=info]');
    },
    shows: ['.facts'],
  },
  {
    name: 'find',
    title: 'Find',
    says: 'Ctrl+F in the chat finds words in all of the conversation.',
    snapshot: (words) => talk(...before(words), you(words.askMore), desk(words.short)),
    act: async (hand, { sought }) => {
      await hand.find('[part~=copy]');
      await hand.key('[part~=input]', 'f', { ctrlKey: true });
      await hand.write('.find input', sought);
    },
    shows: ['.find output:not(:empty)'],
  },
];

export const places: readonly GalleryState[] = [
  {
    name: 'launcher',
    title: 'Launcher',
    says: 'All that there is of it before the first opening.',
    size: [400, 240],
    attributes: { mode: 'floating' },
  },
  {
    name: 'pill',
    title: 'Launcher with a label',
    says: 'Where a round button says too little.',
    size: [400, 240],
    attributes: ({ label }) => ({ mode: 'floating', label }),
  },
  {
    name: 'nudge',
    title: 'Nudge',
    says: 'After a while, or when the page calls for it: once a visit, and never in the way.',
    size: [400, 240],
    attributes: ({ nudge }) => ({ mode: 'floating', nudge, 'nudge-after': '0' }),
    shows: ['[part~=nudge-text]:not(:empty)'],
  },
  {
    name: 'unread',
    title: 'Unread',
    says: 'Replies that came while it was closed are counted on the launcher.',
    size: [400, 240],
    attributes: { mode: 'floating' },
    snapshot: (words) => ({ ...talk(...before(words)), unread: 2 }),
    act: async ({ chat, find }) => {
      chat.toggleAttribute('open', true);
      await find('.rows letta-chat-message');
      chat.toggleAttribute('open', false);
      await find('[part~=badge]');
      await find('[part~=panel][inert]');
    },
  },
  {
    name: 'floating',
    title: 'Floating',
    says: 'At the corner of a page.',
    size: [640, 760],
    attributes: { mode: 'floating', open: '' },
    snapshot: (words) => talk(...before(words)),
  },
  {
    name: 'page',
    title: 'As a page',
    says: 'With room, the list of conversations stands beside the chat.',
    size: [1000, 640],
    attributes: { mode: 'page' },
    snapshot: several,
    shows: ['letta-chat-menu .conversation'],
  },
  {
    name: 'zoom',
    title: '200 % zoom',
    says: 'What a window of 1280 × 800 has room for at 200 %.',
    size: [640, 400],
    attributes: { mode: 'floating', open: '' },
    snapshot: (words) => talk(...before(words)),
  },
  {
    name: 'narrow',
    title: '320 px',
    says: 'The narrowest telephone, which is also a window of 1280 px at 400 %.',
    size: [320, 568],
    attributes: { mode: 'floating', open: '' },
    suggests: true,
    snapshot: (words) => talk(...before(words)),
  },
  {
    name: 'zoom-more',
    title: '400 % zoom',
    says: 'What a window of 1280 × 1024 has room for at 400 %: a phone’s width, and little of its height.',
    size: [320, 256],
    attributes: { mode: 'floating', open: '' },
    snapshot: (words) => talk(...before(words)),
  },
  {
    name: 'small-box',
    title: 'In a box of 280 px',
    says: 'The smallest box in which a site may put it inline.',
    size: [280, 480],
    snapshot: several,
  },
  {
    name: 'narrow-first',
    title: '320 px, first opening',
    says: 'Greeting and suggestions where there is little room.',
    size: [320, 568],
    attributes: { mode: 'floating', open: '' },
    suggests: true,
    shows: ['.suggestion'],
  },
];

/** The themes that come along, in the same conversation. */
export const themes: readonly GalleryState[] = ['ink', 'meadow', 'slate'].map((theme) => ({
  name: `theme-${theme}`,
  title: `Theme: ${theme}`,
  says: 'A style sheet to link or to copy.',
  theme,
  snapshot: (words) => talk(...before(words), you(words.askMore), desk(words.short)),
}));
