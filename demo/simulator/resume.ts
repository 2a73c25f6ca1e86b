// The routes of runs that go on: reading one again or further, cancelling, and asking how one stands.
import { Hono } from 'hono';
import { detail, notFound } from './errors.ts';
import { usageOf } from './messages.ts';
import { describeRun, type EventLog, finishRun, isActive, type Run } from './runs.ts';
import { queryNumber, readOptionalBody, redisNeeded, type Server } from './server.ts';
import { streamRun } from './stream.ts';
import { directAgentId, findThread, threadId } from './threads.ts';

/** Below `/v1/conversations`. */
export function resumeRoutes(server: Server): Hono {
  const app = new Hono();

  app.post('/:id/stream', async (c) => {
    const id = threadId(c.req.param('id'));
    const body = await readOptionalBody(c.req.raw);
    if (!server.redis) throw redisNeeded();
    const run = findRun(server, id, body);
    if (run.startedAt < server.now() - EXPIRY)
      throw detail(410, 'Run was created more than 3 hours ago, and is now expired.');
    const after = typeof body['starting_after'] === 'number' ? body['starting_after'] : 0;
    const { pingInterval, now, control } = server;
    const cutAfter = control.take('line') ? control.cutAfter : null;
    const log = isReadable(run, after) ? run.log : silence(run);
    return streamRun(run, log, { after, pings: body['include_pings'] !== false, pingInterval, cutAfter, now });
  });

  app.post('/:id/cancel', (c) => {
    const id = threadId(c.req.param('id'));
    const thread = findThread(server, id, c.req.query('agent_id') ?? null);
    const found = server.runs
      .list()
      .filter((run) => isActive(run) && belongs(run, thread.conversation?.id ?? null, thread.agent.id));
    if (found.length === 0) throw detail(409, `CONFLICT: No active runs to cancel for conversation ${id}`);
    for (const run of found) cancelRun(server, run);
    return c.json(Object.fromEntries(found.map((run) => [run.id, 'cancelled'])));
  });

  return app;
}

/** Below `/v1/runs`. */
export function runRoutes(server: Server): Hono {
  const app = new Hono();

  app.get('/', (c) => {
    const statuses = c.req.query('active') === 'true' ? ['created', 'running'] : c.req.queries('statuses');
    const conversation = c.req.query('conversation_id');
    const agent = c.req.query('agent_id');
    const found = server.runs
      .list()
      .filter(
        (run) =>
          (conversation === undefined || run.conversationId === conversation) &&
          (agent === undefined || run.agentId === agent) &&
          (statuses === undefined || statuses.includes(run.status)),
      );
    return c.json(
      found
        .reverse()
        .slice(0, queryNumber(c.req.query('limit'), 'limit', 100))
        .map(describeRun),
    );
  });

  app.get('/:id', (c) => {
    const id = c.req.param('id');
    if (!RUN_ID.test(id))
      throw detail(400, `INVALID_ARGUMENT: Invalid run ID format: ${id}. Expected format: 'run-<uuid4>'`);
    return c.json(describeRun(runOf(server, id)));
  });

  app.get('/:id/usage', (c) =>
    c.json({
      ...usageOf(runOf(server, c.req.param('id')).steps),
      prompt_tokens_details: null,
      completion_tokens_details: null,
    }),
  );

  return app;
}

function runOf(server: Server, id: string): Run {
  const run = server.runs.get(id);
  if (!run) throw notFound('Run', id);
  return run;
}

/** How long a finished run can be read again. */
const EXPIRY = 3 * 60 * 60 * 1000;

const RUN_ID = /^run-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** By run id, by otid, else the active one. The first two are not checked against the path: so it is on the real server. */
function findRun(server: Server, id: string, body: Record<string, unknown>): Run {
  const { run_id: runId, otid, agent_id: agentId } = body as { run_id?: string; otid?: string; agent_id?: string };
  if (runId) {
    const run = server.runs.get(runId);
    if (!run) throw notFound('Run', runId);
    return run;
  }
  if (otid) {
    const run = server.runs.byOtid(otid);
    if (!run) throw detail(404, `No run found for otid=${otid}. The run may have expired or never existed.`);
    return run;
  }
  return findActiveRun(server, id, directAgentId(id, agentId ?? null));
}

function findActiveRun(server: Server, id: string, directAgent: string | null): Run {
  const conversation = directAgent ? null : id;
  const run = server.runs.list().findLast((each) => isActive(each) && belongs(each, conversation, directAgent));
  if (!run) throw detail(400, 'INVALID_ARGUMENT: No active runs found for this conversation.');
  if (run.background) return run;
  throw detail(400, 'INVALID_ARGUMENT: Run was not created in background mode, so it cannot be retrieved.');
}

/** A conversation's runs are its own; those of an agent are all of them. */
function belongs(run: Run, conversationId: string | null, agentId: string | null): boolean {
  return conversationId ? run.conversationId === conversationId : run.agentId === agentId;
}

function cancelRun(server: Server, run: Run): void {
  finishRun(run, 'cancelled', 'cancelled', server.now());
  run.abort.abort(new DOMException('The run was cancelled.', 'AbortError'));
}

/** Only background runs are kept, and who has read one to its end hears nothing more. */
function isReadable(run: Run, after: number): boolean {
  return run.background && !(run.log.ended && after >= run.log.chunks.length);
}

/** The real server goes on waiting then, for ever: a log in which nothing happens. */
function silence(run: Run): EventLog {
  return { ...run.log, chunks: [], ended: false };
}
