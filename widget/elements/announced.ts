/** What is said in the live region: the words of finished replies, or what went wrong. */
import type { ChatMessage, Problem } from '../core/view.ts';
import { spoken } from './spoken.ts';
import { problemSentence } from './strings/sentences.ts';
import type { Strings } from './strings/strings.ts';

/** So many characters of a finished reply are said: what is longer is read in the transcript, at the reader's own pace. */
const MOST = 1000;

export function announced(
  finished: readonly Pick<ChatMessage, 'text'>[],
  problem: Problem | undefined,
  strings: Strings,
): string {
  if (!finished.length) return problemSentence(problem, strings);
  // Enough of each: marks take some room, code may take much.
  const text = finished.map((message) => spoken(message.text.slice(0, 8 * MOST), strings)).join(' ');
  return text.length > MOST ? `${text.slice(0, MOST).replace(/\S*$/, '')}…` : text;
}
