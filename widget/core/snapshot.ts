/** What is shown of a state. Messages that did not change stay the same objects. What it is doing, in one word, is status.ts's business. */
import type { Job, State } from './state.ts';
import { emptyState, NOTHING_YET, runOf } from './state.ts';
import type { ChatMessage, Snapshot } from './view.ts';

/** What the client knows and the state does not. */
export type Told = Pick<Snapshot, 'status' | 'storage' | 'draft' | 'opening'>;

export function toSnapshot(state: State, told: Told): Snapshot {
  const { conversation, conversations, agent, problem, hasOlder, reading, transcript } = state;
  return {
    messages: allMessages(state),
    conversation,
    conversations,
    agent,
    problem,
    hasOlder,
    loadingOlder: !!reading && (reading.before != null || !transcript.length),
    unread: unreadIn(state),
    ...told,
  };
}

function allMessages({ transcript, turn, outbox }: State): readonly ChatMessage[] {
  const run = runOf(turn);
  if (!run && outbox.length === 0) return transcript;
  const shown = new Set(run?.parts.map((part) => part.id));
  // A foreign reply may be in the transcript already when it is replayed from its beginning.
  const settled = run && !run.job && shown.size > 0 ? transcript.filter((entry) => !shown.has(entry.id)) : transcript;
  return [...settled, ...entryOf(run?.job), ...(run?.parts ?? []), ...outbox.flatMap(entryOf)];
}

const entryOf = (job: Job | null | undefined) => (job?.entry ? [job.entry] : []);

/** Finished replies after the last message that the visitor has seen. */
function unreadIn({ transcript, seen }: State): number {
  if (seen === null) return 0;
  const last = seen === NOTHING_YET ? -1 : transcript.findLastIndex((entry) => entry.id === seen);
  if (last < 0 && seen !== NOTHING_YET) return 0;
  return transcript.slice(last + 1).filter((entry) => entry.role === 'assistant' && entry.state === 'complete').length;
}

/** What there is to show before a client has started. */
export const emptySnapshot: Snapshot = toSnapshot(emptyState, {
  status: 'idle',
  storage: 'loading',
  draft: '',
  opening: false,
});
