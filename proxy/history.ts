/** A conversation's messages as its visitor sees them, and which tool calls wait for an answer. */

import type { Letta, MessagePage } from './letta.ts';
import { type Message, parseMessage } from './protocol.ts';
import { reduceMessage } from './reduce.ts';
import type { Shown } from './settings/agents.ts';

type Listed = Readonly<Record<string, unknown>>;

/** Upstream pages that one request may read before it answers with what it has. */
const PAGES = 50;

/**
 * A page that can be trusted: shorter than `limit` only when there is nothing beyond it. Letta cuts its pages before it
 * would filter them, by steps and not by messages, so this filters here and reads on. It may be longer by the messages
 * of the last step, which share one id: a page cut between them would lose the rest.
 */
export async function listMessages(
  letta: Letta,
  conversation: string,
  agent: Shown,
  { limit, order, before, after }: MessagePage,
): Promise<Message[]> {
  const found: Message[] = [];
  const size = Math.min(100, limit * 2);
  const bounds = { before, after };
  for (let page = 0; page < PAGES; page++) {
    const raw = await letta.listMessages(conversation, { limit: size, order, ...bounds });
    found.push(...raw.flatMap((message) => reduceMessage(message, agent) ?? []));
    const last = raw.at(-1)?.['id'];
    if (found.length >= limit || typeof last !== 'string' || isOldest(raw, order)) break;
    if (order === 'desc') bounds.before = last;
    else bounds.after = last;
  }
  return cut(found, limit);
}

/** The system message is the first of every conversation. */
const isOldest = (page: readonly Listed[], order: 'asc' | 'desc') =>
  order === 'desc' && page.some((message) => message['message_type'] === 'system_message');

function cut(messages: readonly Message[], limit: number): Message[] {
  const lastId = messages[limit - 1]?.id;
  return messages.filter((message, index) => index < limit || message.id === lastId);
}

/** How many of the newest steps are looked through for a pending request or a reply. */
const NEWEST = 10;

/** The calls that wait, by id with the tool's name; `null` when the agent waits for nothing. */
export async function pendingCalls(
  letta: Letta,
  conversation: string,
): Promise<ReadonlyMap<string, string | null> | null> {
  const raw = await letta.listMessages(conversation, { limit: NEWEST, order: 'desc' });
  for (const message of raw.map(parseMessage)) {
    if (message?.message_type === 'approval_response_message') return null;
    if (message?.message_type === 'approval_request_message') {
      return new Map(message.tool_calls.map((call) => [call.tool_call_id, call.name]));
    }
  }
  return null;
}

/** The reply of that id, as Letta lists it; `null` when this conversation has none. Replies of just now take one request. */
export async function findReply(letta: Letta, conversation: string, id: string): Promise<Listed | null> {
  const within = async (bound: { readonly before?: string }) =>
    (await letta.listMessages(conversation, { limit: NEWEST, order: 'desc', ...bound })).find(
      (message) => message['id'] === id && message['message_type'] === 'assistant_message',
    );
  const recent = await within({});
  if (recent) return recent;
  // A page goes on behind a message: this one is in the page before its next.
  const [next] = await letta.listMessages(conversation, { limit: 1, order: 'asc', after: id });
  return typeof next?.['id'] === 'string' ? ((await within({ before: next['id'] })) ?? null) : null;
}

/** Whether a message that was sent under this `otid` is among the newest of the conversation. */
export async function hasMessage(letta: Letta, conversation: string, otid: string): Promise<boolean> {
  const raw = await letta.listMessages(conversation, { limit: 100, order: 'desc' });
  return raw.some((message) => message['otid'] === otid);
}
