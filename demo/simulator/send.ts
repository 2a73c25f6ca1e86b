// The route that sends a message: it decides whether a run may start (repeated, busy, no Redis), starts it, and answers with its
// stream or, when asked for JSON, with its end.
import { Hono } from 'hono';
import { driveRun, turnFor } from './drive.ts';
import { LettaError } from './errors.ts';
import { TurnFailure } from './failures.ts';
import { timestamp } from './ids.ts';
import { readSend, type SendRequest } from './input.ts';
import { type LettaMessage, usageStatistics } from './messages.ts';
import { finishRun, type Run } from './runs.ts';
import { readBody, redisNeeded, type Server } from './server.ts';
import { streamRun } from './stream.ts';
import { findThread, type Thread, threadId } from './threads.ts';
import { runTurn, type TurnEnd } from './turn.ts';

export function sendRoutes(server: Server): Hono {
  const app = new Hono();
  app.post('/:id/messages', async (c) => {
    const id = threadId(c.req.param('id'));
    const request = readSend(await readBody(c.req.raw));
    const thread = findThread(server, id, request.agentId);
    return request.streaming ? sendStreaming(server, thread, request) : sendForJson(server, thread, request);
  });
  return app;
}

function sendStreaming(server: Server, thread: Thread, request: SendRequest): Response {
  const { background, otids } = request;
  const known = server.redis && background ? server.runs.byRequest(otids) : undefined;
  if (known) return respond(server, request, known);
  if (server.redis) refuseWhileBusy(server, thread.id);
  else if (background) throw redisNeeded('INTERNAL_SERVER_ERROR: ');
  const conversationId = thread.conversation?.id ?? null;
  const run = server.runs.create(
    { agentId: thread.agent.id, conversationId, lock: thread.id, background },
    server.redis ? otids : [],
  );
  touch(server, thread);
  void driveRun(server, thread, request, run);
  return respond(server, request, run);
}

function respond(server: Server, request: SendRequest, run: Run): Response {
  const { pingInterval, now, control } = server;
  const cutAfter = control.take('line') ? control.cutAfter : null;
  return streamRun(run, run.log, { after: 0, pings: request.pings, pingInterval, cutAfter, now });
}

function refuseWhileBusy(server: Server, lock: string): void {
  const run = server.runs.holding(lock);
  if (!run) return;
  const detail =
    `CONFLICT: Cannot send a new message: Another request (run_id=${run.id}) is currently being processed ` +
    'for this conversation. Please wait for it to complete.';
  throw new LettaError(409, { detail, run_id: run.id });
}

/** Takes no lock and cannot be cancelled by the conversation: so it is on the real server. */
async function sendForJson(server: Server, thread: Thread, request: SendRequest): Promise<Response> {
  const parts = { agentId: thread.agent.id, conversationId: null, lock: null, background: false };
  const run = server.runs.create(parts, []);
  const messages: LettaMessage[] = [];
  touch(server, thread);
  try {
    const turn = turnFor(server, thread, { ...request, tokens: false }, run, (message) => messages.push(message));
    const end = await runTurn(turn);
    run.steps = end.steps;
    finishRun(run, 'completed', end.stopReason, server.now());
    server.state.changed();
    return Response.json(jsonAnswer(messages, end));
  } catch (error) {
    if (!(error instanceof TurnFailure)) throw error;
    finishRun(run, 'failed', error.stopReasons.at(-1)!, server.now());
    return Response.json(error.json.body, { status: error.json.status });
  } finally {
    run.log.end();
  }
}

function jsonAnswer(messages: readonly LettaMessage[], end: TurnEnd): Record<string, unknown> {
  return {
    messages,
    stop_reason: { message_type: 'stop_reason', stop_reason: end.stopReason },
    usage: usageStatistics(end.steps, false),
    logprobs: null,
    turns: null,
  };
}

function touch(server: Server, { conversation }: Thread): void {
  if (!conversation) return;
  conversation.last_message_at = timestamp(server.now());
  conversation.updated_at = conversation.last_message_at;
}
