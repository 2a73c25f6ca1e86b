// The server's routes under `/v1`, its redirects and its answers to errors; each route's work is in a file of its own.
import { Hono } from 'hono';
import { agentRoutes } from './agents.ts';
import { conversationRoutes } from './conversations.ts';
import { LettaError } from './errors.ts';
import { historyRoutes } from './history.ts';
import { resumeRoutes, runRoutes } from './resume.ts';
import { sendRoutes } from './send.ts';
import type { Server } from './server.ts';
import { stepRoutes } from './steps.ts';

/** The Letta release whose behaviour this is. */
export const LETTA_VERSION = '0.16.8';

/** Collections that answer the form without a slash by a redirect to the one with it. */
const COLLECTIONS = ['/v1/conversations', '/v1/agents', '/v1/runs', '/v1/health'];

/** The whole server. With an `apiKey`, only requests that bear it are answered. */
export function createApp(server: Server, apiKey: string | null): Hono {
  const app = new Hono();
  app.onError((error) => {
    if (error instanceof LettaError) return Response.json(error.body, { status: error.status });
    console.error('The simulator failed:', error);
    return Response.json({ detail: 'An unknown error occurred' }, { status: 500 });
  });
  app.notFound(() => Response.json({ detail: 'Not Found' }, { status: 404 }));
  for (const path of COLLECTIONS) {
    app.all(path, (c) => c.redirect(c.req.url.replace(path, `${path}/`), 307));
  }
  app.get('/v1/health/', (c) => c.json({ version: LETTA_VERSION, status: 'ok' }));
  app.use('/v1/*', async (c, next) => {
    const allowed = apiKey === null || c.req.header('authorization') === `Bearer ${apiKey}`;
    if (!allowed) throw new LettaError(401, { detail: 'Unauthorized' });
    await next();
  });
  app.route('/v1/agents/', agentRoutes(server));
  app.route('/v1/conversations/', conversationRoutes(server));
  app.route('/v1/conversations/', historyRoutes(server));
  app.route('/v1/conversations/', sendRoutes(server));
  app.route('/v1/conversations/', resumeRoutes(server));
  app.route('/v1/runs/', runRoutes(server));
  app.route('/v1/steps/', stepRoutes(server));
  return app;
}
