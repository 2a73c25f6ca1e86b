/** Gives every request its id, writes its one line into the log, and turns what is thrown into an answer. */
import type { Context, ErrorHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import type { ProxyEnv } from './context.ts';
import { describe, errorBody, notFound, type ProxyError, toProxyError, unavailable } from './errors.ts';
import { hasStatus, LettaError } from './letta-error.ts';
import type { Log } from './log.ts';

export const observe = (log: Log, now: () => number) =>
  createMiddleware<ProxyEnv>(async function observe(c, next) {
    const requestId = crypto.randomUUID();
    const started = now();
    c.set('requestId', requestId);
    c.header('x-request-id', requestId);
    await next();
    const error = c.error && toAnswer(c.error, c);
    const { status } = c.res;
    log({
      level: status >= 500 ? 'error' : 'info',
      message: 'request',
      request_id: requestId,
      method: c.req.method,
      route: routePath(c, -1),
      status,
      ms: now() - started,
      ...(error && { code: error.code, problem: error.problem }),
    });
  });

export const answerErrors: ErrorHandler<ProxyEnv> = function answerErrors(thrown, c) {
  const error = toAnswer(thrown, c);
  if (error.retryAfter !== undefined) c.header('retry-after', String(error.retryAfter));
  return c.json(errorBody(error, c.get('requestId')), error.status);
};

/** A conversation that Letta has lost is not found; whatever else Letta did wrong is the operator's business. */
function toAnswer(thrown: unknown, c: Context<ProxyEnv>): ProxyError {
  if (!(thrown instanceof LettaError)) return toProxyError(thrown);
  if (hasStatus(thrown, 404) && c.get('conversation') !== undefined) return notFound();
  const cause = thrown.cause === undefined ? '' : ` (${describe(thrown.cause)})`;
  return unavailable(thrown.message + cause, thrown, thrown.retryAfter);
}
