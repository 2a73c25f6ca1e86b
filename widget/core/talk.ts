/**
 * What an event makes of the state, and what is to be done, for all that a conversation needs from its first message on.
 * This file sends each event to the one who knows; a result whose ticket is not awaited is late and changes nothing.
 * What the server's history tells is conversation.ts's business.
 */
import { toolsFinished } from './approvals.ts';
import { askHistory, askingFailed } from './ending.ts';
import type { Event, EventOf, Step } from './events.ts';
import { chain, step } from './events.ts';
import { problemOf } from './failures.ts';
import { discard, pump, retry, submit } from './outbox.ts';
import { readingFailed, readPage } from './reading.ts';
import { deleted, restore } from './restore.ts';
import { blockedInStream, conversationCreated, creatingFailed, sendFailed } from './sending.ts';
import type { State, Turn } from './state.ts';
import { IDLE, lastSeen } from './state.ts';
import { cancelFailed, cancelled, hushed, stop, tellAgain } from './stop.ts';
import { eventReceived, lineLost, resume, resumeFailed, streamOpened, streamRanOut } from './turn.ts';

export function talk(state: State, event: Event): Step {
  switch (event.type) {
    case 'restored':
      return restore(state, event.state);
    case 'submitted':
      return submit(state, event);
    case 'retried':
      return retry(state, event);
    case 'discarded':
      return discard(state, event);
    case 'stopRequested':
      return stop(state, event);
    case 'olderRequested':
      return state.hasOlder && state.oldest !== null ? readPage(state, state.oldest) : step(state);
    case 'seen':
      return step(look(state));
    case 'wentOnline':
    case 'becameVisible':
      return hurry(state);
    case 'agentLoaded':
      return step({ ...state, agent: event.agent, problem: null });
    case 'troubled':
      return step({ ...state, problem: problemOf(event.failure, event.now) });
    case 'conversationsLoaded':
      return step({ ...state, conversations: event.conversations, problem: null });
    case 'conversationDeleted':
      return deleted(state, event.id);
    default:
      return result(state, event);
  }
}

type Result = Extract<Event, { ticket: number }>;

function result(state: State, event: Result): Step {
  if (state.reading?.ticket === event.ticket) return readingResult(state, event);
  const { turn } = state;
  if (turn.phase === 'closing') return closingResult(state, event);
  if (turn.phase === 'idle') return step(state);
  if (turn.phase === 'stopping' && event.type === 'timerFired' && event.ticket === turn.hush && !turn.waiting) {
    return hushed(state, turn);
  }
  if (turn.ticket !== event.ticket) return step(state);
  switch (event.type) {
    case 'conversationCreated':
      return conversationCreated(state, event);
    case 'streamOpened':
      return turn.phase === 'sending' || turn.phase === 'resuming' ? streamOpened(state, turn) : step(state);
    case 'eventReceived':
      return turn.phase === 'streaming' ? heard(state, turn, event) : step(state);
    case 'streamClosed':
      return turn.phase === 'streaming' ? lineLost(state, turn.run, event) : step(state);
    case 'requestFailed':
      return failed(state, event);
    case 'cancelled':
      return turn.phase === 'stopping' ? cancelled(state, turn, event) : step(state);
    case 'toolsFinished':
      return turn.phase === 'answering' ? toolsFinished(state, event) : step(state);
    case 'timerFired':
      return goOn(state);
    default:
      return step(state);
  }
}

function heard(state: State, turn: Extract<Turn, { phase: 'streaming' }>, event: EventOf<'eventReceived'>): Step {
  const said = event.event;
  const blocked =
    said.message_type === 'error_message' && said.error_type === 'approval_pending' && turn.run.job?.entry;
  return blocked ? blockedInStream(state, turn.run, event) : eventReceived(state, turn, event);
}

function failed(state: State, event: EventOf<'requestFailed'>): Step {
  const { turn } = state;
  switch (turn.phase) {
    case 'creating':
      return creatingFailed(state, event);
    case 'sending':
      return sendFailed(state, turn.run, event);
    case 'streaming':
      return lineLost(state, turn.run, event);
    case 'resuming':
      return resumeFailed(state, turn.run, event);
    case 'reconciling':
      return askingFailed(state, turn, event);
    case 'stopping':
      return cancelFailed(state, turn, event);
    default:
      return step(state);
  }
}

/** A settled stream runs out by itself or is closed when its time is up. */
function closingResult(state: State, event: Result): Step {
  const { turn } = state;
  if (turn.phase !== 'closing') return step(state);
  if (event.type === 'timerFired' && event.ticket === turn.timer) {
    return chain(step(state, { type: 'closeStream' }), (next) => streamRanOut(next, turn));
  }
  const over = event.type === 'streamClosed' || event.type === 'requestFailed';
  return over && event.ticket === turn.ticket ? streamRanOut(state, turn) : step(state);
}

function readingResult(state: State, event: Result): Step {
  switch (event.type) {
    case 'requestFailed':
      return readingFailed(state, event);
    case 'timerFired':
      return state.reading?.waiting ? readPage(state, state.reading.before) : step(state);
    default:
      return step(state);
  }
}

/** Does at once what the turn waits for. */
function goOn(state: State): Step {
  const { turn } = state;
  switch (turn.phase) {
    case 'paused':
      return pump({ ...state, turn: IDLE });
    case 'lost':
      return resume(state, turn.run);
    case 'reconciling':
      return turn.waiting ? askHistory(state, turn.run, turn.tries) : step(state);
    case 'stopping':
      return turn.waiting ? tellAgain(state, turn) : step(state);
    default:
      return step(state);
  }
}

/** The line may be back, or the visitor is: nothing waits that need not, and what other devices did is fetched. */
function hurry(state: State): Step {
  const { turn } = state;
  const bound = turn.phase === 'paused' && turn.until !== null;
  const hurried = bound ? step(state) : goOn(state);
  return chain(hurried, (next) => (next.reading?.before == null ? readPage(next, null) : step(next)));
}

function look(state: State): State {
  const last = lastSeen(state);
  return last === state.seen ? state : { ...state, seen: last };
}
