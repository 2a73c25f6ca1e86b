/** What the visitor sends, and letting the first of it go when nothing else is under way. Sending it again is again.ts's business. */
import { type EventOf, enter, type Step, step } from './events.ts';
import { newMessage } from './job.ts';
import type { State } from './state.ts';
import { IDLE, newRun, runOf } from './state.ts';
import { titleOf } from './title.ts';

/** Puts a message at the end of the outbox. The same `otid` twice is one message. */
export function submit(state: State, event: EventOf<'submitted'>): Step {
  if (holds(state, event.otid)) return step(state);
  return pump({ ...state, outbox: [...state.outbox, newMessage(event.otid, event, event.now)] });
}

/** Lets the first message of the outbox go, when nothing else is under way. */
export function pump(state: State): Step {
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

/** The conversation has been made: its first message goes. */
export function created(state: State, { id, now, variant }: EventOf<'conversationCreated'>): Step {
  const title = titleOf(state.outbox[0]?.entry?.text ?? '') || null;
  const made = { id, agent: state.agent?.name ?? '', title, date: now, variant };
  const conversations = [made, ...state.conversations.filter((one) => one.id !== id)];
  return proceed({ ...state, conversation: id, conversations, problem: null });
}

/** What was under way is over: the next message goes. */
export const proceed = (state: State): Step => pump({ ...state, turn: IDLE });

/** Whether a message with this `otid` is anywhere on its way or has arrived. */
function holds(state: State, otid: string): boolean {
  return (
    runOf(state.turn)?.job?.otid === otid ||
    state.outbox.some((job) => job.otid === otid) ||
    state.transcript.some((entry) => entry.id === otid)
  );
}
