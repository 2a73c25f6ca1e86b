/** Messages that are sent again, taken back, or go back to where they waited. */
import { type EventOf, type Step, step } from './events.ts';
import { newMessage } from './job.ts';
import { pump } from './outbox.ts';
import type { Entry, Job, State } from './state.ts';

/**
 * Sends a failed message again, as the last one. A refused one keeps its `otid`, so that it cannot be doubled should
 * the refusal have been wrong; a failed run needs a fresh one, since the old one would only replay the failure.
 */
export function retry(state: State, event: EventOf<'retried'>): Step {
  const entry = failedEntry(state, event.id);
  if (!entry) return step(state);
  const { code } = entry.problem ?? {};
  const otid = code === 'assistant_failed' || code === 'approval_pending' ? event.otid : entry.id;
  const transcript = state.transcript.filter((other) => other !== entry && (other.turn !== entry.id || other.known));
  const outbox = [...state.outbox, newMessage(otid, entry, event.now)];
  return pump({ ...state, transcript, outbox });
}

/** Takes a failed message out of the transcript, or one that waits out of the outbox. */
export function discard(state: State, event: EventOf<'discarded'>): Step {
  const entry = failedEntry(state, event.id);
  if (entry) return step({ ...state, transcript: state.transcript.filter((other) => other !== entry) });
  return step({ ...state, outbox: state.outbox.filter((job) => job.otid !== event.id || job.tries > 0) });
}

/** Puts what did not arrive back to the front, where it was. */
export function putBack(state: State, job: Job): State {
  const { entry } = job;
  return { ...state, outbox: [{ ...job, entry: entry && { ...entry, state: 'queued' } }, ...state.outbox] };
}

const failedEntry = (state: State, id: string): Entry | undefined =>
  state.transcript.find((entry) => entry.id === id && entry.role === 'user' && entry.state === 'failed');
