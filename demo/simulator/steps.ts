// The routes of single steps, as far as feedback needs them: what was thought of a step's reply. It is kept for this process's life.
import { Hono } from 'hono';
import { invalid, notFound } from './errors.ts';
import { readBody, type Server } from './server.ts';

type Feedback = 'positive' | 'negative' | null;

/** Below `/v1/steps`. */
export function stepRoutes(server: Server): Hono {
  const app = new Hono();
  const kept = new Map<string, Feedback>();
  const describe = (id: string) => ({ id, feedback: kept.get(id) ?? null });

  app.get('/:id', (c) => c.json(describe(stepId(server, c.req.param('id')))));

  app.patch('/:id/feedback', async (c) => {
    const id = stepId(server, c.req.param('id'));
    kept.set(id, feedbackIn(await readBody(c.req.raw)));
    return c.json(describe(id));
  });

  return app;
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

/** The id of a step whose messages are listed somewhere. @throws LettaError 422 or 404 */
function stepId({ state }: Server, id: string): string {
  if (!new RegExp(`^step-${UUID}$`).test(id)) {
    const msg = "String should match pattern 'step-{uuid4}'";
    const ctx = { pattern: `^step-${UUID}$` };
    throw invalid({ type: 'string_pattern_mismatch', loc: ['path', 'step_id'], msg, input: id, ctx });
  }
  const all = [...state.conversations.values()].flatMap(({ rows }) => rows);
  if (!all.some(({ messages }) => messages.some(({ step_id }) => step_id === id))) throw notFound('Step', id);
  return id;
}

function feedbackIn({ feedback = null }: Record<string, unknown>): Feedback {
  if (feedback === null || feedback === 'positive' || feedback === 'negative') return feedback;
  const expected = "'positive' or 'negative'";
  const msg = `Input should be ${expected}`;
  throw invalid({ type: 'enum', loc: ['body', 'feedback'], msg, input: feedback, ctx: { expected } });
}
