/**
 * What an event makes of the state, and what is to be done. This file has what may happen at any time; what the turn makes of it
 * is turns.ts's business, what the server's history tells is conversation.ts's. A result whose ticket is not awaited is late and
 * changes nothing.
 */

import { discard, retry } from './again.ts';
import type { Event, EventOf, Fact, Step } from './events.ts';
import { chain, step } from './events.ts';
import { submit } from './outbox.ts';
import { problemOf } from './problem.ts';
import { rate } from './rating.ts';
import { readAgain, readingFailed, readPage } from './reading.ts';
import { deleted, restore } from './restore.ts';
import { lastSeen, type State, type Turn } from './state.ts';
import { withNews } from './summary.ts';
import { act } from './turns.ts';

type Rules = { readonly [Type in Fact['type']]?: (state: State, event: EventOf<Type>) => Step };

const RULES: Rules = {
  restored: restore,
  submitted: submit,
  retried: retry,
  discarded: discard,
  rated: rate,
  stopRequested: act,
  olderRequested: (state) => (state.hasOlder && state.oldest !== null ? readPage(state, state.oldest) : step(state)),
  seen: look,
  wentOnline: hurry,
  becameVisible: hurry,
  agentLoaded: (state, { agent }) => step({ ...state, agent, problem: null }),
  troubled: (state, { failure, now }) => step({ ...state, problem: problemOf(failure, now) }),
  conversationsLoaded: (state, { conversations, known }) =>
    step({ ...state, conversations: withNews(conversations, known, state.conversations), problem: null }),
  conversationDeleted: deleted,
};

/** The results of reading the history. */
const READING: Rules = { requestFailed: readingFailed, timerFired: readAgain };

type Rule = (state: State, event: Event) => Step;

export function talk(state: State, event: Event): Step {
  const reading = 'ticket' in event && event.ticket === state.reading?.ticket;
  const rule = (reading ? READING : RULES)[event.type] as Rule | undefined; // a type's rule takes events of this type
  if (rule) return rule(state, event);
  const { turn } = state;
  return 'ticket' in event && 'ticket' in turn && event.ticket === turn.ticket ? act(state, event) : step(state);
}

/** The line may be back, or the visitor is: nothing waits that need not, and what other devices did is fetched. */
function hurry(state: State, event: Event): Step {
  const hurried = isWaiting(state.turn) ? act(state, { ...event, type: 'timerFired', ticket: 0 }) : step(state);
  return chain(hurried, (next) => (next.reading?.before == null ? readPage(next, null) : step(next)));
}

const isWaiting = (turn: Turn): boolean =>
  turn.phase === 'lost' || (turn.phase === 'paused' && turn.until === null) || ('waiting' in turn && turn.waiting);

function look(state: State): Step {
  const seen = lastSeen(state);
  return step(seen === state.seen ? state : { ...state, seen });
}
