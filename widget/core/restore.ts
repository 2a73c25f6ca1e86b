/** Goes on with a conversation whose state was stored, or was another tab's a moment ago. */
import { answer } from './approvals.ts';
import { askHistory } from './ending.ts';
import type { Step } from './events.ts';
import { chain, step } from './events.ts';
import { pump, putBack } from './outbox.ts';
import { readPage } from './reading.ts';
import type { State } from './state.ts';
import { emptyState, IDLE } from './state.ts';
import { tellAgain } from './stop.ts';
import { noteIn } from './summary.ts';
import { resume } from './turn.ts';

/** What is known beside the conversation stays, and tickets are never given out twice: what the old one awaited is late. */
export function restore(previous: State, saved: State): Step {
  const { agent, tickets } = previous;
  const conversations = noteIn(previous.conversations, previous);
  const state = { ...saved, agent, conversations, tickets: Math.max(tickets, saved.tickets), reading: null };
  return chain(takeUp(state), (next) => readPage(next, null));
}

/** Nothing is under way any more, whatever the phase says: it is begun again. */
function takeUp(state: State): Step {
  const { turn } = state;
  switch (turn.phase) {
    case 'sending': {
      const outbox = turn.run.job ? putBack(state, turn.run.job) : state.outbox;
      return pump({ ...state, outbox, turn: IDLE });
    }
    case 'streaming':
    case 'lost':
    case 'resuming':
      return resume(state, turn.run);
    case 'reconciling':
      return askHistory(state, turn.run, 0);
    case 'stopping':
      return tellAgain(state, turn);
    case 'answering':
      return answer(state, turn.calls);
    case 'closing':
      return turn.calls.length > 0 ? answer(state, turn.calls) : pump({ ...state, turn: IDLE });
    default:
      return pump({ ...state, turn: IDLE });
  }
}

/** A conversation is no more. If it was the open one, a new one takes its place. */
export function deleted(state: State, id: string): Step {
  const conversations = state.conversations.filter((one) => one.id !== id);
  if (state.conversation !== id) return step({ ...state, conversations });
  return step({ ...emptyState, agent: state.agent, conversations, tickets: state.tickets }, { type: 'closeStream' });
}
