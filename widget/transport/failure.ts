/** Why a request came to nothing, as core wants to know it. What the proxy's refusals say is refusal.ts's business. */
import type { Failure } from '../core/events.ts';

/** The only error that a transport rejects with, but for the abort of its caller's signal. */
export class RequestError extends Error {
  readonly failure: Failure;
  /** With `challenge_required`: of Turnstile. */
  readonly siteKey: string | undefined;

  constructor(failure: Failure, message: string, options: ErrorOptions & { siteKey?: string | undefined } = {}) {
    super(message, options);
    this.name = 'RequestError';
    this.failure = failure;
    this.siteKey = options.siteKey;
  }
}

/** No answer came. */
export function unanswered(request: string, online: boolean, cause: unknown): RequestError {
  const code = online ? 'unreachable' : 'offline';
  return new RequestError({ code }, `${request} was not answered.`, { cause });
}

/** The line has gone in the middle of a stream. */
export const brokenOff = (online: boolean, cause: unknown): RequestError =>
  new RequestError({ code: online ? 'unreachable' : 'offline' }, 'The stream broke off.', { cause });

/** What answers there is not the proxy, or not one that this widget understands. */
export const notOurs = (request: string, what: string): RequestError =>
  new RequestError({ code: 'unreachable' }, `${request} was answered by ${what}: is the proxy's address right?`);

/** What the page or Cloudflare throws is theirs; for the visitor it is not being let in. */
export async function orRefused(
  code: 'identity_refused' | 'challenge_required',
  asked: Promise<string>,
): Promise<string> {
  try {
    return await asked;
  } catch (cause) {
    throw new RequestError({ code }, `The proxy was not asked for a visitor (${code}): what it needs failed.`, {
      cause,
    });
  }
}
