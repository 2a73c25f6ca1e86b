/** What is shown of a state. Messages that did not change stay the same objects. */
import type { Job, State, Turn } from './state.ts';
import { NOTHING_YET, runOf } from './state.ts';
import type { ChatMessage, Snapshot, Status } from './view.ts';

/** What the client knows and the conversation does not. */
export type Surroundings = Pick<Snapshot, 'storage' | 'draft' | 'opening'>;

export function toSnapshot(state: State, surroundings: Surroundings): Snapshot {
  const { conversation, conversations, agent, problem, hasOlder, reading, transcript } = state;
  const messages = allMessages(state);
  return {
    status: statusOf(state),
    messages,
    conversation,
    conversations,
    agent,
    problem,
    hasOlder,
    loadingOlder: !!reading && (reading.before != null || !transcript.length),
    unread: unreadIn(state),
    ...surroundings,
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

function statusOf({ turn, outbox, transcript }: State): Status {
  switch (turn.phase) {
    case 'closing':
      if (turn.calls.length > 0) return 'streaming';
      return outbox.length > 0 ? 'sending' : endedStatus(transcript);
    case 'idle':
      return outbox.length > 0 ? 'sending' : endedStatus(transcript);
    case 'creating':
    case 'sending':
      return 'sending';
    case 'streaming':
    case 'answering':
      return 'streaming';
    case 'paused':
      return 'waiting';
    case 'lost':
    case 'resuming':
    case 'reconciling':
      return turn.run.job ? 'reconnecting' : 'waiting';
    case 'stopping':
      return settledStop(turn, outbox);
  }
}

const endedStatus = (transcript: State['transcript']): Status =>
  transcript.at(-1)?.state === 'failed' ? 'failed' : 'idle';

const settledStop = (turn: Extract<Turn, { phase: 'stopping' }>, outbox: readonly Job[]): Status =>
  !turn.quiet ? 'stopping' : outbox.length > 0 ? 'waiting' : 'idle';

/** Finished replies after the last message that the visitor has seen. */
function unreadIn({ transcript, seen }: State): number {
  if (seen === null) return 0;
  const last = seen === NOTHING_YET ? -1 : transcript.findLastIndex((entry) => entry.id === seen);
  if (last < 0 && seen !== NOTHING_YET) return 0;
  return transcript.slice(last + 1).filter((entry) => entry.role === 'assistant' && entry.state === 'complete').length;
}
