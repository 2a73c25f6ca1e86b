// Finds the history that a path means: a conversation by its id, or the agent's own by `default` or the agent's id.
import { detail, invalid, notFound } from './errors.ts';
import type { Server } from './server.ts';
import type { Agent, Conversation, Row } from './state.ts';

/** A history with what it belongs to. */
export interface Thread {
  /** The conversation's id, or the agent's for its own history: what a lock is held on. */
  readonly id: string;
  readonly agent: Agent;
  readonly rows: Row[];
  /** Null for the agent's own history. */
  readonly conversation: Conversation | null;
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const CONVERSATION_ID = `^conv-${UUID}$`;
const ANY_ID = `^(default|conv-${UUID}|agent-${UUID})$`;

/** The id from the path of a call on one conversation. @throws LettaError 422 unless it has the form `conv-<uuid4>`. */
export function conversationId(id: string): string {
  const length = 41;
  if (id.length < length)
    throw badId('string_too_short', `String should have at least ${length} characters`, id, { min_length: length });
  if (id.length > length)
    throw badId('string_too_long', `String should have at most ${length} characters`, id, { max_length: length });
  if (!new RegExp(CONVERSATION_ID).test(id)) throw badPattern(CONVERSATION_ID, id);
  return id;
}

/** The id from the path of a call on a history: `default` and an agent's id pass too. @throws LettaError 422 */
export function threadId(id: string): string {
  if (!new RegExp(ANY_ID).test(id)) throw badPattern(ANY_ID, id);
  return id;
}

/** The agent whose own history is meant, or null when the id is a conversation's (or `default` without an agent). */
export function directAgentId(id: string, agentId: string | null): string | null {
  if (id === 'default') return agentId;
  return id.startsWith('agent-') ? id : null;
}

/** @throws LettaError 404 */
export function findThread(server: Server, id: string, agentId: string | null): Thread {
  const direct = directAgentId(id, agentId);
  if (direct) {
    const agent = findAgent(server, direct);
    return { id: agent.id, agent, rows: agent.direct, conversation: null };
  }
  const conversation = findConversation(server, id);
  return { id, agent: findAgent(server, conversation.agent_id), rows: conversation.rows, conversation };
}

/** @throws LettaError 404 */
export function findConversation(server: Server, id: string): Conversation {
  const conversation = server.state.conversations.get(id);
  if (!conversation) throw notFound('Conversation', id);
  return conversation;
}

/** @throws LettaError 404 */
export function findAgent(server: Server, id: string): Agent {
  const agent = server.state.agents.get(id);
  if (!agent) throw detail(404, `Agent with ID ${id} not found`);
  return agent;
}

function badPattern(pattern: string, input: string) {
  return badId('string_pattern_mismatch', `String should match pattern '${pattern}'`, input, { pattern });
}

function badId(type: string, msg: string, input: string, ctx: Record<string, unknown>) {
  return invalid({ type, loc: ['path', 'conversation_id'], msg, input, ctx });
}
