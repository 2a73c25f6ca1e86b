/**
 * Gives every request its id and its record, writes its one line into the log when the answer is over (its stream included,
 * or the visitor gone), tells the meters, and turns what is thrown into an answer.
 */
import type { Context, ErrorHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import type { ProxyEnv, Services } from './context.ts';
import { describe, errorBody, notFound, type ProxyError, toProxyError, unavailable } from './errors.ts';
import { hasStatus, LettaError } from './letta-error.ts';
import type { LogEntry } from './log.ts';
import { textOf } from './protocol.ts';
import { createPseudonyms } from './pseudonyms.ts';
import {
  createRecord,
  currentRecord,
  type Ending,
  type RequestRecord,
  waitForLetta,
  withoutWords,
  wordsIn,
} from './record.ts';
import type { SendBody } from './requests.ts';
import type { Operations } from './settings/operations.ts';

/** What is told of every request, beside the log. */
export type RequestLine = LogEntry & Required<Pick<LogEntry, 'route' | 'method' | 'status' | 'ms' | 'ended'>>;

/** Counts requests: Prometheus on Node, Analytics Engine on Workers. */
export interface Meter {
  begun?(): void;
  /** The answer is a stream, and it has begun. */
  streaming?(): void;
  ended(line: RequestLine): void;
}

export function observe({ config, log, now, secrets }: Services, meters: readonly Meter[]) {
  const pseudonymOf = createPseudonyms(secrets);
  const { logMessages } = config.operations;

  /** All that is known when the answer begins, so that its end needs no more than a clock. */
  async function lineOf(c: Context<ProxyEnv>, record: RequestRecord): Promise<(ended: Ending) => RequestLine> {
    const error = c.error && toAnswer(c.error, c);
    const problem = error?.problem && (logMessages ? error.problem : withoutQuotes(error, await wordsOf(c)));
    const visitor = c.get('visitor');
    const known = {
      message: 'request',
      request_id: record.requestId,
      method: METHODS.has(c.req.method) ? c.req.method : 'OTHER',
      route: routePath(c, -1).replace(/{.*/, ''), // without a parameter's pattern
      status: c.res.status,
      ...(visitor !== undefined && { visitor: await pseudonymOf(visitor).catch(() => undefined) }), // the store failed: said elsewhere
    };
    return (ended) => ({
      level: known.status >= 500 ? 'error' : 'info',
      ...known,
      ...figures(record, now()),
      ended,
      ...(error && { code: error.code, problem }),
    });
  }

  function write(line: RequestLine): void {
    log(line);
    for (const meter of meters) {
      try {
        meter.ended(line);
      } catch (error) {
        // The answer has been given: no disk that is full may take it back, or end the process behind a stream.
        log({ level: 'error', message: 'a meter failed', request_id: line.request_id, problem: describe(error) });
      }
    }
  }

  return createMiddleware<ProxyEnv>(async function observe(c, next) {
    const record = createRecord(now());
    c.set('requestId', record.requestId);
    c.set('record', record);
    for (const meter of meters) meter.begun?.();
    await currentRecord.run(record, next);
    c.header('x-request-id', record.requestId);
    c.header('server-timing', `upstream;dur=${record.upstreamMs}, total;dur=${now() - record.startedAt}`);
    const line = await lineOf(c, record);
    if (!record.stream) {
      record.firstByteAt = now();
      return write(line(c.req.raw.signal.aborted ? 'gone' : 'complete'));
    }
    for (const meter of meters) meter.streaming?.();
    outlive(
      c,
      record.stream.then((ended) => write(line(ended))),
    );
  });
}

/** On Workers nothing runs on after the visitor has gone, unless it is asked for. */
function outlive(c: Context<ProxyEnv>, work: Promise<void>): void {
  try {
    c.executionCtx.waitUntil(work);
  } catch {
    // Node has no such context, and needs none.
  }
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const NONE = 'none' as const;

function figures(record: RequestRecord, end: number) {
  const { startedAt, firstByteAt, upstreamMs, stream, events, bytes, charged, code, message, reply } = record;
  const { agent, variant, fresh, rated } = record;
  return {
    ...(firstByteAt !== null && { first_byte_ms: firstByteAt - startedAt }),
    ms: end - startedAt,
    upstream_ms: upstreamMs,
    ...(stream && { events, bytes }),
    ...(charged > 0 && { tokens: charged }),
    ...(fresh && { fresh }),
    ...(rated && { feedback: rated.after ?? NONE, feedback_before: rated.before ?? NONE }),
    ...(agent !== null && { agent }),
    ...(variant !== null && { variant }),
    ...(code && { code }),
    ...(message !== null && { said: message }),
    ...(reply !== null && { replied: reply }),
  };
}

/** Notes what is said, so that no line quotes it; and so that the request's line tells it, when that is wished. */
export function hear(record: RequestRecord, { message }: SendBody, { logMessages }: Operations): void {
  record.said = message.kind === 'user' ? textOf(message.content) : wordsIn(JSON.stringify(message.approvals));
  if (!logMessages) return;
  record.message = record.said;
  record.reply = '';
}

/** What our own sentence says stays; what Letta says, and what nobody foresaw, may quote the visitor. */
function withoutQuotes({ problem = '', cause }: ProxyError, words: string): string {
  if (!(cause instanceof LettaError) || cause.kind !== 'status') return withoutWords(problem, words);
  return problem.replace(cause.detail, () => withoutWords(cause.detail, words));
}

/** The words of a body that was read; one that was not cannot be quoted. */
const wordsOf = async (c: Context<ProxyEnv>) => (c.req.bodyCache.text === undefined ? '' : wordsIn(await c.req.text()));

/** Letta's `fetch` with the time that each answer took, for the record, and as a line of level `debug`. */
export function timed(fetch: typeof globalThis.fetch, { log, now }: Pick<Services, 'log' | 'now'>): typeof fetch {
  return async function timed(input, init) {
    const record = currentRecord.getStore();
    const began = now();
    const end = record && waitForLetta(record, now);
    let status = 0;
    try {
      const response = await fetch(input, init);
      status = response.status;
      return response;
    } finally {
      end?.();
      const route = new URL(String(input)).pathname.replace(/\b(conv|agent|run|step)-[\w-]+/g, '{$1}');
      const of = record && { request_id: record.requestId };
      log({
        level: 'debug',
        message: 'upstream',
        ...of,
        method: init?.method ?? 'GET',
        route,
        status,
        ms: now() - began,
      });
    }
  };
}

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
