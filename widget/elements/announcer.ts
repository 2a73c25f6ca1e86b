/** Tells a screen reader "is replying" once and each finished reply once; the transcript itself stays silent while it streams. */
import type { Snapshot } from '../core/view.ts';
import type { Later } from './later.ts';
import { finishedMessages } from './snapshot-events.ts';
import { fill, knows, problemSentence, type Strings } from './strings/strings.ts';

/**
 * What is to be said after the change from one snapshot to the next; `null`: what was said last may stand. `loadLater` brings what
 * makes a finished reply plain words; without it, it is said with its marks.
 */
export async function announcement(
  now: Snapshot,
  before: Snapshot,
  name: string,
  words: () => Strings,
  loadLater: () => Promise<Later | undefined>,
): Promise<string | null> {
  const strings = words();
  const finished = finishedMessages(now, before);
  if (finished.length) {
    const later = await loadLater();
    return later ? later.announced(finished, words()) : finished.map((message) => message.text).join('\n');
  }
  const { problem } = now;
  const last = now.messages.at(-1);
  const isNew = problem && problem.code !== before.problem?.code;
  if (isNew || (last?.state === 'failed' && last !== before.messages.at(-1))) {
    const told = isNew ? problem : last?.problem;
    if (!knows(strings, told)) await loadLater(); // it brings the sentence
    return problemSentence(told, words());
  }
  return now.status === 'sending' && before.status !== 'sending' ? fill(strings, 'isReplying', { name }) : null;
}
