/** Pure: whether a failure concerns one message alone, so that the next would work. */
import type { ChatMessage, Problem } from '../core/view.ts';

const OF_ONE_MESSAGE: ReadonlySet<Problem['code'] | undefined> = new Set([
  'assistant_failed',
  'invalid_request',
  'too_large',
  'approval_pending',
  'nothing_to_resume',
] as const);

/** Told by the last message that has failed. */
export const concernsOneMessage = (messages: readonly ChatMessage[]): boolean =>
  OF_ONE_MESSAGE.has(messages.findLast(({ problem }) => problem)?.problem?.code);
