/** Tells a screen reader "is replying" once and each finished reply once; the transcript itself stays silent while it streams. */
import type { Snapshot } from '../core/view.ts';
import { finishedMessages } from './snapshot-events.ts';
import { fill, problemSentence, type Strings } from './strings/strings.ts';

/** What is to be said after the change from one snapshot to the next; `null`: what was said last may stand. */
export function announcement(now: Snapshot, before: Snapshot, name: string, strings: Strings): string | null {
  const finished = finishedMessages(now, before);
  if (finished.length) return finished.map((message) => message.text).join('\n');
  if (now.problem && now.problem.code !== before.problem?.code) return problemSentence(now.problem, strings, undefined);
  const failed = now.messages.at(-1);
  if (failed?.state === 'failed' && failed !== before.messages.at(-1))
    return failed.problem ? problemSentence(failed.problem, strings, undefined) : strings['problem.undelivered'];
  if (now.status === 'sending' && before.status !== 'sending') return fill(strings.isReplying, { name });
  return null;
}
