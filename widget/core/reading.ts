/** Asking for the server's history: the newest page and older ones, until they are there. What is in them is history.ts's business. */
import type { EventOf, Step } from './events.ts';
import { step } from './events.ts';
import { delayOf } from './failures.ts';
import { problemOf } from './problem.ts';
import type { Entry, Reading, State } from './state.ts';

/** Reads the page before the message `before`, or the newest. Nothing when there is nothing to read or it is being read. */
export function readPage(state: State, before: string | null): Step {
  const { conversation, reading } = state;
  if (conversation === null || (reading && !reading.waiting)) return step(state);
  const ticket = state.tickets + 1;
  const next: Reading = { ticket, before, tries: reading?.tries ?? 0, waiting: false };
  return step({ ...state, tickets: ticket, reading: next }, { type: 'loadHistory', ticket, conversation, before });
}

export const readAgain = (state: State): Step =>
  state.reading?.waiting ? readPage(state, state.reading.before) : step(state);

export function readingFailed(state: State, event: EventOf<'requestFailed'>): Step {
  const { reading } = state;
  if (!reading) return step(state);
  if (event.failure.code === 'not_found') return step(forgotten(state));
  const problem = problemOf(event.failure, event.now);
  if (reading.before !== null) return step({ ...state, problem, reading: null });
  const ticket = state.tickets + 1;
  const next: Reading = { ...reading, ticket, tries: reading.tries + 1, waiting: true };
  const milliseconds = delayOf(reading.tries, event);
  return step({ ...state, problem, tickets: ticket, reading: next }, { type: 'wait', ticket, milliseconds });
}

/** The server has lost the conversation: what is here stays, and the next message begins a new one. */
export function forgotten(state: State): State {
  const transcript = state.transcript.map((entry): Entry => (entry.known ? { ...entry, known: false } : entry));
  return { ...state, conversation: null, transcript, reading: null, hasOlder: false, oldest: null };
}
