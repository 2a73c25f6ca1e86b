/** What the proxy lists: the messages of a conversation, and the visitor's conversations. */
import { type Message, parseConversation, parseMessage } from '../../proxy/protocol.ts';
import type { ConversationSummary } from '../core/view.ts';
import { at, type Transport } from './transport.ts';

export interface Page {
  /** Newest last. */
  readonly messages: readonly Message[];
  /** Whether the server has nothing older. */
  readonly whole: boolean;
}

/** How many messages a page has at least, unless there are no more. */
const PAGE = 50;

/** The newest messages, or those before the given one. */
export async function readHistory(
  transport: Transport,
  conversation: string,
  before: string | null,
  signal: AbortSignal,
): Promise<Page> {
  const cursor = before === null ? '' : `&before=${encodeURIComponent(before)}`;
  const path = `${at(conversation)}/messages?order=desc&limit=${PAGE}${cursor}`;
  const found = await transport.list(path, signal);
  return { messages: inOrder(found.flatMap((one) => parseMessage(one) ?? [])), whole: found.length < PAGE };
}

/** The one that was spoken in last first. `page`: further query parameters, beginning with `&`. */
export async function listConversations(
  transport: Transport,
  signal: AbortSignal,
  page = '',
): Promise<readonly ConversationSummary[]> {
  const found = await transport.list(transport.conversationsPath + page, signal);
  return found.flatMap((one) => parseSummary(one) ?? []);
}

function parseSummary(value: unknown): ConversationSummary | null {
  const conversation = parseConversation(value);
  if (!conversation) return null;
  const { id, agent_id: agent, summary: title, last_message_at, created_at, variant } = conversation;
  return { id, agent, title, variant, date: Date.parse(last_message_at ?? created_at) };
}

/** Newest last. The messages of one step share an id and come in their own order even in a list that is newest first. */
function inOrder(messages: readonly Message[]): readonly Message[] {
  const ordered: Message[] = [];
  let step: Message[] = [];
  for (const message of messages.toReversed()) {
    if (step[0] && step[0].id !== message.id) {
      ordered.push(...step);
      step = [];
    }
    step.unshift(message);
  }
  return [...ordered, ...step];
}
