/** How a run ended that can no longer be followed: the history is asked, a few times, since it may lag behind. */
import type { Message } from '../../proxy/protocol.ts';
import { answer } from './approvals.ts';
import { backoff } from './backoff.ts';
import type { Event, EventOf, Step } from './events.ts';
import { chain, step } from './events.ts';
import { pendingCalls, withPage } from './history.ts';
import { pump } from './outbox.ts';
import { settle } from './settle.ts';
import type { Run, State, Turn } from './state.ts';
import { IDLE } from './state.ts';

type Reconciling = Extract<Turn, { phase: 'reconciling' }>;

/** How often the history is asked for a reply before the run counts as failed. */
const ASKED = 3;

export function askHistory(state: State, run: Run, tries: number): Step {
  const { conversation } = state;
  if (conversation === null) return step({ ...state, turn: IDLE });
  const ticket = state.tickets + 1;
  return step(
    { ...state, tickets: ticket, turn: { phase: 'reconciling', ticket, run, tries, waiting: false } },
    { type: 'loadHistory', ticket, conversation, before: null },
  );
}

export function askAgain(state: State, turn: Reconciling, event: Event, delay?: number): Step {
  const ticket = state.tickets + 1;
  return step(
    { ...state, tickets: ticket, turn: { ...turn, ticket, tries: turn.tries + 1, waiting: true } },
    { type: 'wait', ticket, milliseconds: delay ?? backoff(turn.tries, event.random) },
  );
}

export function askingFailed(state: State, turn: Reconciling, event: EventOf<'requestFailed'>): Step {
  if (event.failure.code !== 'not_found')
    return askAgain(state, { ...turn, tries: turn.tries - 1 }, event, event.failure.retryAfter);
  return giveUp(state, turn.run);
}

export function historyTold(state: State, turn: Reconciling, event: EventOf<'historyLoaded'>): Step {
  const { run } = turn;
  const replied = isReplied(event.messages, run);
  if (run.job && !replied) {
    return turn.tries + 1 < ASKED
      ? askAgain(state, turn, event)
      : chain(giveUp(state, run), (next) => step(withPage(next, event, false)));
  }
  const transcript = settle(state.transcript, run, { kind: 'stopped', now: null });
  const told = { ...withPage({ ...state, transcript, turn: IDLE }, event, false), problem: null };
  const calls = run.job ? pendingCalls(event.messages) : [];
  return calls.length > 0 ? answer(told, calls) : pump(told);
}

/** The history does not know the run: Letta forgets what failed. The words and the partial reply stay, marked. */
function giveUp(state: State, run: Run): Step {
  const transcript = settle(state.transcript, run, { kind: 'failed', problem: { code: 'assistant_failed' } });
  return pump({ ...state, transcript, turn: IDLE });
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
