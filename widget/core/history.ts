/** What a page of the server's history changes, and what it tells of a run that cannot be followed. How it is merged is reconcile.ts. */
import type { Message, ToolCall } from '../../proxy/protocol.ts';
import { answer } from './approvals.ts';
import { backoff } from './backoff.ts';
import { entryId } from './delta.ts';
import { ASKED, askLater, giveUp } from './ending.ts';
import type { EventOf, Step } from './events.ts';
import { chain, step } from './events.ts';
import { proceed } from './outbox.ts';
import { ownId, prepend, reconcile } from './reconcile.ts';
import { settle } from './settle.ts';
import type { Run, State, TurnOf } from './state.ts';
import { IDLE, runOf } from './state.ts';

export function pageRead(state: State, event: EventOf<'historyLoaded'>): State {
  const older = state.reading?.before != null;
  return { ...withPage(state, event, older), reading: null, problem: null };
}

/** The state with a page merged in; what belongs to something that is still under way is left to it. */
function withPage(state: State, event: EventOf<'historyLoaded'>, older: boolean): State {
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

export function historyTold(state: State, turn: TurnOf<'reconciling'>, event: EventOf<'historyLoaded'>): Step {
  const { run } = turn;
  const tries = turn.tries + 1;
  if (run.job && !isReplied(event.messages, run)) {
    return tries < ASKED
      ? askLater(state, turn, tries, backoff(turn.tries, event.random))
      : chain(giveUp(state, run), (next) => step(withPage(next, event, false)));
  }
  const settled = { ...settle(state, run, { state: 'stopped' }), turn: IDLE };
  const told = { ...withPage(settled, event, false), problem: null };
  const calls = run.job ? pendingCalls(event.messages) : [];
  return calls.length > 0 ? answer(told, { calls }) : proceed(told);
}

/** Whether the list has something of the agent's after the message, or the answer, that began the run. */
function isReplied(messages: readonly Message[], run: Run): boolean {
  const start = messages.findLastIndex((message) => begins(message, run));
  const next = messages[start + 1];
  return start >= 0 && next !== undefined && next.message_type !== 'user_message';
}

function begins(message: Message, { job }: Run): boolean {
  if (message.message_type === 'user_message') return job?.entry != null && message.otid === job.otid;
  if (message.message_type !== 'approval_response_message') return false;
  return job?.approvals.some((approval) => message.tool_call_ids.includes(approval.tool_call_id)) ?? false;
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
