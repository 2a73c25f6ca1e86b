/** Pure: what the line below the heading says, when there has been trouble. */
import type { Problem, Snapshot, Status } from '../core/view.ts';

/** What concerns one message alone, so that the next would work. */
const OF_ONE_MESSAGE: ReadonlySet<Problem['code'] | undefined> = new Set([
  'assistant_failed',
  'invalid_request',
  'too_large',
  'approval_pending',
  'nothing_to_resume',
] as const);

export function shownStatus({ status, problem, messages }: Snapshot): Status | 'offline' {
  const last = messages.findLast((message) => message.problem)?.problem;
  const told = problem ?? (status === 'waiting' ? last : undefined);
  if (told?.code === 'offline') return 'offline';
  if (problem && status === 'idle') return 'failed';
  // The sentence at the message that failed says enough.
  return status === 'failed' && OF_ONE_MESSAGE.has(last?.code) ? 'idle' : status;
}
