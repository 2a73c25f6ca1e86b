/** Makes the gallery's snapshots: messages with their dates, conversations, agents. The states are put together in `states.ts`. */
import type { Agent } from '../../widget/client.ts';
import type { ChatMessage, ConversationSummary, Problem, Snapshot } from '../../widget/core/view.ts';
import { ago, NOW } from './clock.ts';
import type { GalleryWords } from './words.ts';

export const EMPTY: Snapshot = {
  status: 'idle',
  messages: [],
  conversation: null,
  conversations: [],
  agent: null,
  problem: null,
  hasOlder: false,
  loadingOlder: false,
  storage: 'persistent',
  unread: 0,
  draft: '',
  opening: false,
};

type Part = Partial<ChatMessage> & Pick<ChatMessage, 'role' | 'text'>;

/** Messages of one conversation, the last of which was said a minute ago; what is not given is unremarkable. */
export function talk(...parts: readonly Part[]): Pick<Snapshot, 'messages' | 'conversation'> {
  const messages = parts.map((part, i) => ({
    id: `message-${i}`,
    images: [],
    date: ago(2 * (parts.length - i) - 1),
    state: part.role === 'user' ? ('sent' as const) : ('complete' as const),
    ...part,
  }));
  return { messages, conversation: 'conversation-0' };
}

export const you = (text: string, more: Partial<ChatMessage> = {}): Part => ({ role: 'user', text, ...more });
export const desk = (text: string, more: Partial<ChatMessage> = {}): Part => ({ role: 'assistant', text, ...more });
export const thought = (text: string): Part => ({ role: 'reasoning', text });

/** A question and its answer, before whatever the state is about. */
export const before = (words: GalleryWords): Part[] => [you(words.ask), desk(words.answer)];

/** What is wrong with the whole chat. */
export const trouble = (code: Problem['code'], more: Partial<Problem> = {}): Problem => ({ code, ...more });

export const inMinutes = (minutes: number): number => NOW + minutes * 60_000;

const HOUR = 60;
const DAY = 24 * HOUR;

/** When in each of them something was last said, in minutes before now. */
const AGES = [1, 2 * HOUR, 1 * DAY, 3 * DAY, 9 * DAY, 250 * DAY];

export const conversations = ({ titles, last }: GalleryWords): ConversationSummary[] =>
  titles.map((title, i) => ({
    id: `conversation-${i}`,
    agent: i === 1 ? 'sales' : 'desk',
    title,
    date: ago(AGES[i] ?? 0),
    last: last[i] ?? '',
    unread: i === 1,
    running: i === 2,
  }));

export const agentsOf = (words: GalleryWords): readonly Agent[] =>
  ['desk', 'sales', 'fit'].map((name, i) => {
    const [title = '', description = ''] = words.agents[i] ?? [];
    return { name, title, description, ...(i === 0 && { avatar: '/bicycle.svg' }) };
  });

/** A picture as a visitor's phone would have it. */
export async function photo(address: string, width: number, height: number): Promise<HTMLCanvasElement> {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
  return canvas;
}

/** The picture as a file that may be dropped. */
export const fileOf = (canvas: HTMLCanvasElement): Promise<File> =>
  new Promise((resolve) =>
    canvas.toBlob((blob) => resolve(new File([blob ?? ''], 'picture.png', { type: 'image/png' }))),
  );
