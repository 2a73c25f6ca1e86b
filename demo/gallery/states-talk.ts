/** The gallery's states of a conversation that goes well: from the first opening to what a long message looks like. */
import { ago } from './clock.ts';
import { type GalleryState, until } from './state.ts';
import { before, conversations, desk, fileOf, photo, talk, thought, you } from './talk.ts';

const DAY = 24 * 60;

export const beginning: readonly GalleryState[] = [
  {
    name: 'first-opening',
    title: 'First opening',
    says: 'A greeting and what one might ask; a press on a suggestion sends it.',
    suggests: true,
    shows: ['.suggestion'],
  },
  {
    name: 'empty',
    title: 'Empty',
    says: 'A new conversation where the site suggests nothing: the greeting alone.',
  },
  {
    name: 'loading',
    title: 'Loading',
    says: 'A conversation of an earlier visit is being fetched.',
    snapshot: (words) => ({ conversation: 'conversation-0', conversations: conversations(words), loadingOlder: true }),
    shows: ['.older'],
  },
  {
    name: 'loading-older',
    title: 'Loading earlier messages',
    says: 'The reader has scrolled to the top, and the server has more.',
    snapshot: (words) => ({
      ...talk(...before(words), you(words.askMore), desk(words.short)),
      hasOlder: true,
      loadingOlder: true,
    }),
    shows: ['.older'],
    act: async ({ find }) => {
      const scroller = await find('.scroller');
      await find('.jump, .older');
      await until(() => scroller.scrollHeight > scroller.clientHeight + 100); // before, there is nothing to scroll
      scroller.dispatchEvent(new WheelEvent('wheel', { deltaY: -100 }));
      scroller.scrollTop = 0;
      await find('.jump');
    },
  },
];

export const conversation: readonly GalleryState[] = [
  {
    name: 'typing',
    title: 'Awaited',
    says: 'Sent, and not a word of the reply yet: three dots breathe, and stop is there already.',
    snapshot: (words) => ({ ...talk(you(words.ask)), status: 'sending' }),
    shows: ['[part~=typing]', '[part~=stop]'],
  },
  {
    name: 'streaming',
    title: 'Mid-stream',
    says: 'The reply is being written: set like text, with a thin caret where it grows.',
    snapshot: (words) => ({ ...talk(you(words.ask), desk(words.begun, { state: 'streaming' })), status: 'streaming' }),
    shows: ['[part~=stop]'],
  },
  {
    name: 'answered',
    title: 'Answered',
    says: 'The reply is whole; below it copying and the time.',
    snapshot: (words) => talk(...before(words)),
  },
  {
    name: 'rich',
    title: 'Rich Markdown',
    says: 'Headings, tables, tasks, quotes and code with its language and a copy button.',
    snapshot: (words) => talk(desk(words.rich)),
    shows: ['.code .hljs-attr, .code [class*=attr]'],
  },
  {
    name: 'follow-up',
    title: 'On it goes',
    says: 'Several turns on two days.',
    snapshot: (words) =>
      talk(
        you(words.ask, { date: ago(DAY + 30) }),
        desk(words.short, { date: ago(DAY + 29) }),
        you(words.askMore),
        desk(words.short),
      ),
  },
  {
    name: 'stopping',
    title: 'Stopping',
    says: 'The visitor has pressed stop; the server is being told.',
    snapshot: (words) => ({ ...talk(you(words.ask), desk(words.begun, { state: 'streaming' })), status: 'stopping' }),
  },
  {
    name: 'stopped',
    title: 'Stopped',
    says: 'What had been written stays, marked as stopped.',
    snapshot: (words) => talk(you(words.ask), desk(words.begun, { state: 'stopped' })),
  },
  {
    name: 'thoughts',
    title: 'Thoughts',
    says: 'Where the operator shows them: folded until somebody wants to read them.',
    snapshot: (words) => talk(you(words.ask), thought(words.thoughts), desk(words.short)),
    act: ({ press }) => press('.thoughts summary'),
  },
  {
    name: 'tools',
    title: 'Tool calls',
    says: 'Where the operator shows them: the names of the tools that the agent used, among its thoughts.',
    snapshot: (words) =>
      talk(you(words.askMore), thought('find_free_slots'), thought('send_confirmation'), desk(words.short)),
    act: ({ press }) => press('.thoughts summary'),
  },
];

/** In every browser, heard or not. */
function hear(): void {
  if (!('SpeechRecognition' in window || 'webkitSpeechRecognition' in window))
    Object.assign(window, { SpeechRecognition: EventTarget });
}

export const messages: readonly GalleryState[] = [
  {
    name: 'long-message',
    title: 'A very long message',
    says: 'The visitor’s own words keep a readable measure, and the end is in view.',
    snapshot: (words) => talk(you(words.long)),
  },
  {
    name: 'long-word',
    title: 'A very long word',
    says: 'An address without a place to break does not push anything out of the panel.',
    snapshot: (words) => talk(you(words.word), desk(words.word)),
  },
  {
    name: 'pictures',
    title: 'Pictures',
    says: 'Pictures in a message, and one that is about to be sent.',
    snapshot: async (words) => {
      const photos = [await photo('/bicycle.svg', 480, 330), await photo('/mark.svg', 120, 120)];
      return talk(you(words.ask, { images: photos.map((one) => one.toDataURL()) }), desk(words.short));
    },
    act: async ({ find }) => {
      const data = new DataTransfer();
      data.items.add(await fileOf(await photo('/bicycle.svg', 240, 165)));
      const field = await find('[part~=composer]');
      field.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
      await find('[part~=preview] canvas:not([width="0"])');
    },
    shows: ['.pictures letta-chat-picture:last-child canvas:not([width="0"])'],
  },
  {
    name: 'dropping',
    title: 'Dropping',
    says: 'Something is dragged over the chat: all of it takes what is dropped.',
    snapshot: (words) => talk(...before(words)),
    act: async ({ find }) => {
      await find('[part~=copy]');
      const data = new DataTransfer();
      data.setData('text/plain', 'FCW-2041');
      const over = { dataTransfer: data, bubbles: true, cancelable: true, composed: true };
      const panel = await find('[part~=panel]');
      await until(() => {
        panel.dispatchEvent(new DragEvent('dragenter', over));
        return panel.dataset['dropping'];
      });
    },
    shows: ['[part~=panel][data-dropping]'],
  },
  {
    name: 'feedback',
    title: 'Feedback and voice',
    says: 'What a site may switch on: good or bad below a reply, reading it aloud, and speaking instead of writing.',
    attributes: { feedback: '', 'voice-input': '', 'read-aloud': '' },
    snapshot: (words) => {
      hear();
      return talk(you(words.ask), desk(words.answer, { feedback: 'positive' }));
    },
    shows: ['[part~=feedback][aria-pressed=true]', '[part~=voice]', '[part~=read-aloud]'],
  },
  {
    name: 'limit',
    title: 'Near the limit',
    says: 'From 500 characters before the limit on, the visitor is told how many are left.',
    snapshot: (words) => ({ ...talk(...before(words)), draft: `${words.long}\n\n`.repeat(60).slice(0, 15_910) }),
    shows: ['[part~=limit]'],
  },
  {
    name: 'over-limit',
    title: 'Over the limit',
    says: 'Nothing is cut off: the visitor reads how many are too many, and sends when they are gone.',
    snapshot: (words) => ({ ...talk(...before(words)), draft: `${words.long}\n\n`.repeat(60).slice(0, 16_240) }),
    shows: ['[part~=limit]'],
  },
];
