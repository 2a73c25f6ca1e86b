/**
 * Tells a screen reader "is replying" once and each finished reply once; the transcript itself stays silent while it streams. The
 * words of replies and of trouble are `announced.ts`'s business, which comes later.
 */
import type { Snapshot } from '../core/view.ts';
import type { Later } from './later.ts';
import { finishedMessages } from './snapshot-events.ts';
import { firstSentence, type Strings } from './strings/strings.ts';

/** What is to be said after the change from one snapshot to the next; `null`: what was said last may stand. */
export async function announcement(
  now: Snapshot,
  before: Snapshot,
  name: string,
  words: () => Strings,
  loadLater: () => Promise<Later | undefined>,
): Promise<string | null> {
  const finished = finishedMessages(now, before);
  const problem = now.problem?.code === before.problem?.code ? null : now.problem;
  const last = now.messages.at(-1);
  if (finished.length || problem || (last?.state === 'failed' && last !== before.messages.at(-1))) {
    const later = await loadLater();
    if (later) return later.announced(finished, problem ?? last?.problem, words());
    // On a dead line a reply is said with its marks.
    return problem ? firstSentence(problem, words()) : finished.map(({ text }) => text).join('\n');
  }
  return now.status === 'sending' && before.status !== 'sending'
    ? words().isReplying.replace('{name}', () => name)
    : null;
}
