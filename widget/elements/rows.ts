/**
 * Pure: turns messages into the transcript's rows: a separator per day, and for each message whether it begins or ends
 * a turn. Which messages are shown, and how, is left to the transcript.
 */
import type { ChatMessage } from '../core/view.ts';

export type Row =
  | { readonly kind: 'day'; readonly id: string; readonly date: number }
  | {
      readonly kind: 'message';
      readonly id: string;
      readonly message: ChatMessage;
      readonly begins: boolean;
      readonly ends: boolean;
    };

/** The rows of `messages` from the index `start` on. */
export function toRows(messages: readonly ChatMessage[], start: number): Row[] {
  const rows: Row[] = [];
  for (let i = start; i < messages.length; i++) {
    const message = messages[i]!;
    const before = i > start ? messages[i - 1] : undefined;
    const after = messages[i + 1];
    const newDay = !before || dayOf(before.date) !== dayOf(message.date);
    if (newDay) rows.push({ kind: 'day', id: `day-${message.id}`, date: message.date });
    const begins = newDay || !sameSide(before, message);
    const ends = !after || !sameSide(message, after) || dayOf(after.date) !== dayOf(message.date);
    rows.push({ kind: 'message', id: message.id, message, begins, ends });
  }
  return rows;
}

/** "Today", "Yesterday", else the weekday and date, with the year when it is not this one. */
export function dayName(date: number, now: number, locale: string | undefined): string {
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000);
  if (days === 0 || days === 1)
    return capital(new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day'));
  const year = new Date(date).getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric';
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year }).format(date);
}

const sameSide = (a: ChatMessage | undefined, b: ChatMessage): boolean =>
  (a?.role === 'user') === (b.role === 'user') && !!a;
const dayOf = (date: number): string => new Date(date).toDateString();
const startOfDay = (date: number): number => new Date(date).setHours(0, 0, 0, 0);
const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);
