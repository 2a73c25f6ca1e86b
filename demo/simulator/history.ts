// The route that lists a conversation's messages. `limit`, `before` and `after` count rows (steps), not messages, and the type filter
// comes last, as on the real server: a page may hold more messages than the limit, or fewer, or none.
import { Hono } from 'hono';
import { invalid } from './errors.ts';
import { queryNumber, queryOrder, type Server } from './server.ts';
import type { Row } from './state.ts';
import { directAgentId, findAgent, threadId } from './threads.ts';

const TYPES = [
  'system_message',
  'user_message',
  'assistant_message',
  'reasoning_message',
  'hidden_reasoning_message',
  'tool_call_message',
  'tool_return_message',
  'approval_request_message',
  'approval_response_message',
  'summary_message',
  'event_message',
];

export function historyRoutes(server: Server): Hono {
  const app = new Hono();

  app.get('/:id/messages', (c) => {
    const id = threadId(c.req.param('id'));
    const limit = queryNumber(c.req.query('limit'), 'limit', 100);
    const order = queryOrder(c.req.query('order'));
    const types = readTypes(c.req.queries('include_return_message_types'));
    const direct = directAgentId(id, c.req.query('agent_id') ?? null);
    // The list of a conversation that does not exist is empty, not a 404.
    const rows = direct ? findAgent(server, direct).direct : (server.state.conversations.get(id)?.rows ?? []);
    const between = cutRows(rows, c.req.query('before'), c.req.query('after'));
    const page = (order === 'desc' ? between.toReversed() : between).slice(0, limit);
    return c.json(
      page.flatMap((row) => row.messages.filter((message) => !types || types.includes(message.message_type))),
    );
  });

  return app;
}

/** The rows older than `before` and newer than `after`; an id that is not there is ignored. */
function cutRows(rows: readonly Row[], before: string | undefined, after: string | undefined): readonly Row[] {
  const end = rows.findIndex(({ id }) => id === before);
  const start = rows.findIndex(({ id }) => id === after);
  return rows.slice(start + 1, end < 0 ? rows.length : end);
}

function readTypes(types: string[] | undefined): string[] | null {
  const index = types?.findIndex((type) => !TYPES.includes(type)) ?? -1;
  if (index < 0) return types ?? null;
  const expected = `${TYPES.slice(0, -1)
    .map((type) => `'${type}'`)
    .join(', ')} or '${TYPES.at(-1)}'`;
  const loc = ['query', 'include_return_message_types', index];
  throw invalid({ type: 'enum', loc, msg: `Input should be ${expected}`, input: types![index], ctx: { expected } });
}
