/**
 * Pure: turns messages into the transcript's rows: a separator per day, and for each message whether it begins or ends
 * a turn. Which messages are shown, and how, is left to the transcript.
 */
import type { ChatMessage } from '../core/view.ts';

export interface Row {
  readonly id: string;
  /** Absent: the row separates days. */
  readonly message?: ChatMessage;
  /** Of a separator the day, else when the message was sent. */
  readonly date: number;
  readonly begins?: boolean;
  readonly ends?: boolean;
}

/** The rows of `messages` from the index `start` on. */
export function toRows(messages: readonly ChatMessage[], start: number): Row[] {
  return messages.slice(start).flatMap((message, i, shown) => {
    const { id, date } = message;
    const before = shown[i - 1];
    const after = shown[i + 1];
    const row = { id, date, message, begins: !inOneTurn(before, message), ends: !inOneTurn(after, message) };
    return before && sameDay(before, message) ? [row] : [{ id: `day-${id}`, date }, row];
  });
}

/** "Today", "Yesterday", else the weekday and date, with the year when it is not this one. */
export function dayName(date: number, now: number, locale: string | undefined): string {
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000);
  if (days === 0 || days === 1)
    return capital(new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day'));
  const year = new Date(date).getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric';
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year }).format(date);
}

const inOneTurn = (one: ChatMessage | undefined, other: ChatMessage): boolean =>
  !!one && (one.role === 'user') === (other.role === 'user') && sameDay(one, other);
const sameDay = (one: ChatMessage, other: ChatMessage): boolean => startOfDay(one.date) === startOfDay(other.date);
const startOfDay = (date: number): number => new Date(date).setHours(0, 0, 0, 0);
const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);
