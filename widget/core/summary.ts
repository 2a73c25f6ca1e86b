/** What the list of conversations says of one that this device has at hand: its title, last words, and whether it runs. */
import { isUnderWay, type State } from './state.ts';
import type { ConversationSummary } from './view.ts';

/** How long a title made from a message is at most, as the reader counts characters. */
const TITLE = 60;

/** The first words of a message, whole ones, as the title of its conversation; empty when it has none. */
export function titleOf(text: string): string {
  const line = text
    .slice(0, 10 * TITLE)
    .trim()
    .replace(/\s+/g, ' ');
  return line.length <= TITLE ? line : `${cut(line, 'word') || cut(line, 'grapheme')}…`;
}

function cut(line: string, granularity: 'word' | 'grapheme'): string {
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter(undefined, { granularity }).segment(line)) {
    if (index + segment.length > TITLE) break;
    end = index + segment.length;
  }
  return line.slice(0, end).trim();
}

/** The list with what this state knows of its conversation written into its entry. */
export const noteIn = (list: readonly ConversationSummary[], state: State): readonly ConversationSummary[] =>
  list.map((one) => (one.id === state.conversation ? told(one, state) : one));

/** What the server says of a conversation and what this state does. Messages have dates of whole seconds, conversations finer ones: the later counts, or neighbours would change places. */
export function told(one: ConversationSummary, state: State): ConversationSummary {
  const marks = summaryOf(state);
  return { ...one, ...marks, date: Math.max(one.date, marks.date ?? 0) };
}

/** `running` covers everything under way: a reply, and messages that wait for their turn. */
function summaryOf(state: State): Partial<ConversationSummary> {
  const { transcript, seen } = state;
  const last = transcript.at(-1);
  return {
    ...(last && { last: last.text.slice(0, 10 * TITLE), date: last.date }),
    running: isUnderWay(state),
    unread: seen !== null && last?.role === 'assistant' && last.id !== seen,
  };
}
