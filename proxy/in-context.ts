/**
 * Where in a conversation the agent's context window begins, told by a message that the visitor sees anyway: Letta's own list
 * of ids names what visitors have no business with.
 */
import type { Letta } from './letta.ts';
import type { Conversation, Message } from './protocol.ts';
import { reduceMessage } from './reduce.ts';
import type { Shown } from './settings/agents.ts';

/** Messages that are looked through from where the window begins: a step's calls and returns are not shown. */
const NEAR = 20;

type Beginning = Pick<Conversation, 'in_context_from' | 'in_context_otid'>;

/**
 * The first message of the visitor's list that the agent reads verbatim; nothing when that is all of them, or Letta does not
 * tell. `ids`: Letta's `in_context_message_ids`, the first of which is the system message.
 */
export async function inContextFrom(
  letta: Letta,
  conversation: string,
  ids: unknown,
  agent: Shown,
): Promise<Beginning> {
  if (!Array.isArray(ids)) return {};
  const [system, first, second] = ids as readonly unknown[];
  if (typeof system !== 'string' || typeof first !== 'string') return {};
  const within = new Set<unknown>(ids);
  const page = (bound: { readonly after?: string; readonly before?: string }, order: 'asc' | 'desc') =>
    letta.listMessages(conversation, { limit: NEAR, order, ...bound });
  const seen = async (raw: ReturnType<typeof page>) =>
    (await raw).flatMap((message) => reduceMessage(message, agent) ?? []);

  const [oldest] = await seen(page({}, 'asc'));
  if (!oldest || within.has(oldest.id)) return {};
  // A page goes on behind a message: the first one itself is only in the page before the second.
  const before = await seen(page(typeof second === 'string' ? { before: second } : {}, 'desc'));
  const found = before.find(({ id }) => id === first);
  return told(found ?? (await seen(page({ after: first }, 'asc'))).find(({ id }) => within.has(id)));
}

function told(message: Message | undefined): Beginning {
  if (!message) return {};
  const { id: in_context_from, otid, message_type } = message;
  return { in_context_from, ...(message_type === 'user_message' && otid && { in_context_otid: otid }) };
}
