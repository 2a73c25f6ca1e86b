/**
 * The one error class that routes throw, and its answer. What the visitor's side may read is `code` and `message`;
 * `problem` and `cause` are for the operator and go into the log only.
 */
import { ERROR_STATUS, type ErrorBody, type ErrorCode } from './protocol.ts';

export interface ProxyErrorOptions {
  /** What is wrong and what to do, for the operator's log. */
  readonly problem?: string | undefined;
  /** Seconds, sent as `retry-after`. */
  readonly retryAfter?: number | undefined;
  /** Of the challenge that is required. */
  readonly siteKey?: string | undefined;
  readonly cause?: unknown;
}

export class ProxyError extends Error {
  readonly code: ErrorCode;
  readonly problem: string | undefined;
  readonly retryAfter: number | undefined;
  readonly siteKey: string | undefined;

  constructor(code: ErrorCode, message: string, options: ProxyErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'ProxyError';
    this.code = code;
    this.problem = options.problem;
    this.retryAfter = options.retryAfter;
    this.siteKey = options.siteKey;
  }

  get status() {
    return ERROR_STATUS[this.code];
  }
}

/** The answer to one's own unknown id and to somebody else's: the same words, the same code. */
export const notFound = () => new ProxyError('not_found', 'There is no such conversation.');

export const unavailable = (problem: string, cause?: unknown, retryAfter?: number) =>
  new ProxyError('assistant_unavailable', 'The assistant is not available at the moment.', {
    problem,
    cause,
    retryAfter,
  });

export const busy = () =>
  new ProxyError('conversation_busy', 'A reply is still running in this conversation.', { retryAfter: 1 });

export const nothingToResume = () =>
  new ProxyError('nothing_to_resume', 'No run can be resumed: the history has whatever there is.');

export const notResumable = () =>
  new ProxyError('run_not_resumable', 'The run goes on, but this server cannot replay it: ask again.', {
    retryAfter: 1,
  });

/** Anything thrown, as a `ProxyError`; what was not foreseen becomes `internal_error` without a word of its own. */
export function toProxyError(error: unknown): ProxyError {
  if (error instanceof ProxyError) return error;
  return new ProxyError('internal_error', 'The proxy failed; its log has the cause under this request id.', {
    problem: describe(error),
    cause: error,
  });
}

export function errorBody(error: ProxyError, requestId: string): ErrorBody {
  const { code, message, siteKey } = error;
  return { error: { code, message, request_id: requestId, ...(siteKey !== undefined && { site_key: siteKey }) } };
}

/** An error with its causes in one line, for the log. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const where = error.stack?.split('\n')[1]?.trim() ?? '';
  const cause = error.cause === undefined ? '' : ` (cause: ${describe(error.cause)})`;
  return `${error.name}: ${error.message} ${where}${cause}`;
}
