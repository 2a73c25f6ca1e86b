// The routes of conversations as things: create, list, retrieve, rename, delete, fork. Their messages are in history.ts.
import { Hono } from 'hono';
import { detail, missing, USER_ID } from './errors.ts';
import { newId, timestamp } from './ids.ts';
import { systemMessage } from './messages.ts';
import { optionalText, queryNumber, queryOrder, readBody, readOptionalBody, type Server } from './server.ts';
import { type Agent, type Conversation, newConversation, type Row } from './state.ts';
import { compileSystemPrompt } from './system-prompt.ts';
import { conversationId, findConversation, findThread, threadId } from './threads.ts';

export function conversationRoutes(server: Server): Hono {
  const { state, now } = server;
  const app = new Hono();

  app.post('/', async (c) => {
    const agentId = c.req.query('agent_id');
    if (agentId === undefined) throw missing('query', 'agent_id');
    const body = await readOptionalBody(c.req.raw);
    const summary = optionalText(body, 'summary');
    const agent = state.agents.get(agentId);
    if (!agent) throw detail(404, 'Agent not found');
    return c.json(describe(addConversation(server, agent, summary, []), false));
  });

  app.get('/', (c) => {
    const limit = queryNumber(c.req.query('limit'), 'limit', 50);
    const order = queryOrder(c.req.query('order'));
    const all = listConversations(server, c.req.query('agent_id'), c.req.query('summary_search'), order);
    const after = c.req.query('after');
    const start = after === undefined ? 0 : all.indexOf(findConversation(server, after)) + 1;
    return c.json(all.slice(start, start + limit).map((each) => describe(each, false)));
  });

  app.get('/:id', (c) => c.json(describe(findConversation(server, conversationId(c.req.param('id'))), true)));

  app.patch('/:id', async (c) => {
    const id = conversationId(c.req.param('id'));
    const summary = optionalText(await readBody(c.req.raw), 'summary');
    const conversation = findConversation(server, id);
    if (summary !== null) conversation.summary = summary;
    conversation.updated_at = timestamp(now());
    state.changed();
    return c.json(describe(conversation, false));
  });

  app.delete('/:id', (c) => {
    const conversation = findConversation(server, conversationId(c.req.param('id')));
    state.conversations.delete(conversation.id);
    state.changed();
    return c.json(null);
  });

  app.post('/:id/fork', (c) => {
    const source = findThread(server, threadId(c.req.param('id')), c.req.query('agent_id') ?? null);
    const rows = source.rows.slice(1);
    const messageId = server.control.forksAtMessage ? c.req.query('message_id') : undefined;
    if (messageId === undefined) return c.json(describe(addConversation(server, source.agent, null, rows), false));
    const end = rows.findLastIndex(({ id }) => id === messageId) + 1;
    if (end === 0) throw detail(404, `Message ${messageId} not found`);
    return c.json(describe(addConversation(server, source.agent, null, rows.slice(0, end)), false));
  });

  return app;
}

/** The system message of a history that begins now. */
export function systemRow(agent: Agent, id: string | null, now: number): Row {
  const origin = { id: newId('message'), now, stepId: null, runId: null };
  return { id: origin.id, messages: [systemMessage(origin, compileSystemPrompt(agent, id))] };
}

/** Rows are shared, not copied: they never change. The system message is the new conversation's own. */
function addConversation(server: Server, agent: Agent, summary: string | null, rows: readonly Row[]): Conversation {
  const now = server.now();
  const conversation = newConversation(agent.id, summary, now);
  conversation.rows.push(systemRow(agent, conversation.id, now), ...rows);
  server.state.conversations.set(conversation.id, conversation);
  server.state.changed();
  return conversation;
}

function listConversations(
  server: Server,
  agentId: string | undefined,
  search: string | undefined,
  order: 'asc' | 'desc',
) {
  const found = [...server.state.conversations.values()].filter(
    ({ agent_id, summary }) =>
      (agentId === undefined || agent_id === agentId) && (search === undefined || summary?.includes(search)),
  );
  return order === 'desc' ? found.reverse() : found;
}

/** Only retrieving one fills in the ids of its context. */
function describe(conversation: Conversation, withMessages: boolean): Record<string, unknown> {
  return {
    created_by_id: USER_ID,
    last_updated_by_id: USER_ID,
    created_at: conversation.created_at,
    updated_at: conversation.updated_at,
    id: conversation.id,
    agent_id: conversation.agent_id,
    summary: conversation.summary,
    in_context_message_ids: withMessages ? conversation.rows.map(({ id }) => id) : [],
    isolated_block_ids: [],
    model: null,
    model_settings: null,
    last_message_at: conversation.last_message_at,
  };
}
