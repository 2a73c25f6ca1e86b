/** What a conversation is doing, in the words of the element's `status`. */
import type { Job, State, Turn } from './state.ts';
import type { Status } from './view.ts';

export function statusOf({ turn, outbox, transcript }: State): Status {
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
