/** What the list of conversations says of one that this device has at hand: its last words, and whether it runs. */
import { isUnderWay, type State } from './state.ts';
import type { ConversationSummary } from './view.ts';

/** How much is kept of what was said last (characters). */
const LAST = 600;

/** The list with what this state knows of its conversation written into its entry. */
export const noteIn = (list: readonly ConversationSummary[], state: State): readonly ConversationSummary[] =>
  list.map((one) => (one.id === state.conversation ? told(one, state) : one));

/** A list that was asked for when `known` was known, with what has happened here since then: begun, said, renamed, deleted. */
export function withNews(
  list: readonly ConversationSummary[],
  known: readonly ConversationSummary[] | undefined,
  now: readonly ConversationSummary[],
): readonly ConversationSummary[] {
  if (!known) return list;
  const [then, here, listed] = [known, now, list].map((all) => new Map(all.map((one) => [one.id, one])));
  const begun = now.filter(({ id }) => !then!.has(id) && !listed!.has(id));
  const left = list.filter(({ id }) => here!.has(id) || !then!.has(id));
  return [
    ...begun,
    ...left.map((one) => ({ ...here!.get(one.id), ...one, ...news(then!.get(one.id), here!.get(one.id)) })),
  ];
}

/** What has changed. */
function news(before: ConversationSummary | undefined, now: ConversationSummary | undefined) {
  const changes = Object.entries(now ?? {}).filter(([key, value]) => value !== before?.[key as keyof typeof before]);
  return Object.fromEntries(changes) as Partial<ConversationSummary>;
}

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
    ...(last && { last: last.text.slice(0, LAST), date: last.date }),
    running: isUnderWay(state),
    unread: seen !== null && last?.role === 'assistant' && last.id !== seen,
  };
}
