/** Reading the server's history: the newest page, older ones, and what a page changes. How it is merged is reconcile.ts. */
import type { Message, ToolCall } from '../../proxy/protocol.ts';
import { backoff } from './backoff.ts';
import type { EventOf, Step } from './events.ts';
import { step } from './events.ts';
import { problemOf } from './failures.ts';
import { entryId } from './parts.ts';
import { ownId, prepend, reconcile } from './reconcile.ts';
import type { Entry, State } from './state.ts';
import { runOf } from './state.ts';

/** Reads the page before the message `before`, or the newest. Nothing when there is nothing to read or it is being read. */
export function readPage(state: State, before: string | null): Step {
  const { conversation, reading } = state;
  if (conversation === null || (reading && !reading.waiting)) return step(state);
  const ticket = state.tickets + 1;
  return step(
    { ...state, tickets: ticket, reading: { ticket, before, tries: reading?.tries ?? 0, waiting: false } },
    { type: 'loadHistory', ticket, conversation, before },
  );
}

export function pageRead(state: State, event: EventOf<'historyLoaded'>): State {
  const older = state.reading?.before != null;
  return { ...withPage(state, event, older), reading: null, problem: null };
}

/** The state with a page merged in; what belongs to something that is still under way is left to it. */
export function withPage(state: State, event: EventOf<'historyLoaded'>, older: boolean): State {
  const messages = older ? event.messages : beforePending(state, event.messages);
  const local = new Set(state.transcript.map((entry) => entry.id));
  const joined = messages.some((message) => local.has(shownId(message)));
  const transcript = older ? prepend(state.transcript, messages) : reconcile(state.transcript, messages, event.whole);
  const reaches = older || !joined || state.oldest === null;
  return {
    ...state,
    transcript,
    hasOlder: reaches ? !event.whole : state.hasOlder,
    oldest: reaches ? (event.messages[0]?.id ?? state.oldest) : state.oldest,
  };
}

export function readingFailed(state: State, event: EventOf<'requestFailed'>): Step {
  const { reading } = state;
  if (!reading) return step(state);
  if (event.failure.code === 'not_found') return step({ ...forgotten(state), reading: null });
  const problem = problemOf(event.failure, event.now);
  if (reading.before !== null) return step({ ...state, problem, reading: null });
  const ticket = state.tickets + 1;
  return step(
    { ...state, problem, tickets: ticket, reading: { ...reading, ticket, tries: reading.tries + 1, waiting: true } },
    { type: 'wait', ticket, milliseconds: event.failure.retryAfter ?? backoff(reading.tries, event.random) },
  );
}

/** The server has lost the conversation: what is here stays, and the next message begins a new one. */
export function forgotten(state: State): State {
  const transcript = state.transcript.map((entry): Entry => (entry.known ? { ...entry, known: false } : entry));
  return { ...state, conversation: null, transcript, hasOlder: false, oldest: null };
}

/** The calls of the last request in the history that nobody has answered. */
export function pendingCalls(messages: readonly Message[]): readonly ToolCall[] {
  const answered = new Set(
    messages.flatMap((message) => (message.message_type === 'approval_response_message' ? message.tool_call_ids : [])),
  );
  const last = messages.findLast((message) => message.message_type !== 'reasoning_message');
  if (last?.message_type !== 'approval_request_message') return [];
  return last.tool_calls.filter((call) => !answered.has(call.tool_call_id));
}

/** The id under which a message is shown here. */
export function shownId(message: Message): string {
  if (message.message_type === 'user_message') return ownId(message);
  return entryId(message.id, message.message_type === 'reasoning_message' ? 'reasoning' : 'assistant');
}

/** A message that is on its way here, and all after it, come into the transcript when their turn is settled. */
function beforePending(state: State, messages: readonly Message[]): readonly Message[] {
  const run = runOf(state.turn);
  const pending = new Set([...state.outbox.map((job) => job.otid), ...(run?.parts.map((part) => part.id) ?? [])]);
  if (run?.job) pending.add(run.job.otid);
  const first = messages.findIndex((message) => pending.has(shownId(message)));
  return first < 0 ? messages : messages.slice(0, first);
}
