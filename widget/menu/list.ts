/** What the list shows, from what is known: order, titles, times, and what a search finds. Pure functions. */
import type { ConversationSummary, Snapshot, Status } from '../core/view.ts';

/** One line of the list. */
export interface Item {
  readonly id: string;
  /** Its public name. */
  readonly agent: string;
  readonly title: string | null;
  readonly last: string;
  /** Milliseconds since the epoch. */
  readonly date: number;
  readonly open: boolean;
  readonly running: boolean;
  readonly unread: boolean;
}

const RESTING: ReadonlySet<Status> = new Set(['idle', 'failed']);

/** The one that was spoken in last comes first; of the open one the chat itself knows best. */
export function itemsOf({ conversations, conversation, messages, status }: Snapshot): Item[] {
  const spoken = messages.findLast(({ role }) => role !== 'reasoning');
  const items = conversations.map((one): Item => {
    const { id, agent, title, date, last = '', running = false, unread = false } = one;
    if (id !== conversation) return { id, agent, title, last, date, open: false, running, unread };
    const known = { last: spoken?.text ?? last, date: Math.max(date, spoken?.date ?? 0) };
    return { id, agent, title, ...known, open: true, running: !RESTING.has(status), unread: false };
  });
  return items.sort((one, other) => other.date - one.date);
}

/** Those whose title has all words of the query, whatever their case and accents. */
export function found(items: readonly Item[], query: string): readonly Item[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items.filter(({ title }) => {
    const text = plain(title ?? '');
    return words.every((word) => text.includes(word));
  });
}

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

const DAY = 24 * 3_600_000;

/** The time of today, the weekday of this week, else the date: as short as can be told. */
export function shortTime(date: number, now: number, locale: string | undefined): string {
  const [then, today] = [new Date(date), new Date(now)];
  const days = (today.setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / DAY;
  const form: Intl.DateTimeFormatOptions =
    days < 1
      ? { timeStyle: 'short' }
      : days < 6.5
        ? { weekday: 'short' }
        : {
            day: 'numeric',
            month: 'short',
            ...(then.getFullYear() !== new Date(now).getFullYear() && { year: 'numeric' }),
          };
  return new Intl.DateTimeFormat(locale, form).format(then);
}

/** The first line of what was said, without the marks of Markdown that would only be in the way. */
export const preview = ({ title, last }: Pick<ConversationSummary, 'title' | 'last'>): string => {
  const line = (last ?? '')
    .slice(0, 200)
    .replace(/^\s*[-+]\s|[`*_#>|~]+/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  return line === title ? '' : line;
};
