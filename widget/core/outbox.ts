/** What the visitor sends, sends again or takes back, and letting the first of it go when nothing else is under way. */
import type { Approval } from '../../proxy/protocol.ts';
import { type EventOf, enter, type Step, step } from './events.ts';
import type { Entry, Job, State } from './state.ts';
import { IDLE, newRun, runOf } from './state.ts';
import { titleOf } from './summary.ts';

/** Puts a message at the end of the outbox. The same `otid` twice is one message. */
export function submit(state: State, event: EventOf<'submitted'>): Step {
  if (holds(state, event.otid)) return step(state);
  return pump({ ...state, outbox: [...state.outbox, newMessage(event.otid, event, event.now)] });
}

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

/** Lets the first message of the outbox go, when nothing else is under way. */
function pump(state: State): Step {
  const [job, ...outbox] = state.outbox;
  if (state.turn.phase !== 'idle' || !job) return step(state);
  const { conversation } = state;
  const { otid, entry, approvals } = job;
  const { text = '', images = [] } = entry ?? {};
  if (conversation === null) {
    const agent = state.agent?.removed ? undefined : state.agent?.name;
    return enter(state, { phase: 'creating' }, { type: 'createConversation', title: titleOf(text), agent });
  }
  const run = newRun({ ...job, entry: entry && { ...entry, state: 'sending' } });
  return enter(
    { ...state, outbox },
    { phase: 'sending', run },
    { type: 'openSend', conversation, otid, text, images, approvals },
  );
}

/** What was under way is over: the next message goes. */
export const proceed = (state: State): Step => pump({ ...state, turn: IDLE });

/** Puts what did not arrive back to the front, where it was. */
export function putBack(state: State, job: Job): State {
  const { entry } = job;
  return { ...state, outbox: [{ ...job, entry: entry && { ...entry, state: 'queued' } }, ...state.outbox] };
}

export const newJob = (otid: string, entry: Entry | null, approvals: readonly Approval[] = []): Job => ({
  otid,
  entry,
  approvals,
  tries: 0,
  faults: 0,
  moved: false,
});

const newMessage = (otid: string, { text, images }: Pick<Entry, 'text' | 'images'>, date: number): Job =>
  newJob(otid, { id: otid, role: 'user', text, images, date, state: 'queued', turn: otid, known: false });

/** Whether a message with this `otid` is anywhere on its way or has arrived. */
function holds(state: State, otid: string): boolean {
  return (
    runOf(state.turn)?.job?.otid === otid ||
    state.outbox.some((job) => job.otid === otid) ||
    state.transcript.some((entry) => entry.id === otid)
  );
}

const failedEntry = (state: State, id: string): Entry | undefined =>
  state.transcript.find((entry) => entry.id === id && entry.role === 'user' && entry.state === 'failed');
