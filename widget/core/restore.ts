/** Goes on with a conversation whose state was stored, or was another tab's a moment ago; lets go of one that is deleted. */
import { chain, type EventOf, type Step, step } from './events.ts';
import { readPage } from './reading.ts';
import { emptyState, type State } from './state.ts';
import { noteIn } from './summary.ts';
import { act } from './turns.ts';

/** What is known beside the conversation stays, its agent too unless it has another, and tickets are never given out twice: what the old one awaited is late. */
export function restore(previous: State, event: EventOf<'restored'>): Step {
  const saved = event.state;
  const agent = saved.agent ?? previous.agent;
  const conversations = noteIn(previous.conversations, previous);
  const tickets = Math.max(previous.tickets, saved.tickets);
  // Nothing is under way any more, whatever the phase says: it is begun again.
  const takenUp = act({ ...saved, agent, conversations, tickets, reading: null }, event);
  return chain(takenUp, (next) => readPage(next, null));
}

/** A conversation is no more. If it was the open one, a new one takes its place. */
export function deleted(state: State, { id }: EventOf<'conversationDeleted'>): Step {
  const conversations = state.conversations.filter((one) => one.id !== id);
  if (state.conversation !== id) return step({ ...state, conversations });
  return step({ ...emptyState, agent: state.agent, conversations, tickets: state.tickets }, { type: 'closeStream' });
}
