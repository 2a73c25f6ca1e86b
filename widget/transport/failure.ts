/** Why a request came to nothing, as core wants to know it: from what `fetch` threw, or from what was answered. */
import { parseErrorBody } from '../../proxy/protocol.ts';
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

/** What answers there is not the proxy, or not one that this widget understands. */
export const notOurs = (request: string, what: string): RequestError =>
  new RequestError({ code: 'unreachable' }, `${request} was answered by ${what}: is the proxy's address right?`);

/** An answer that is not 2xx. */
export async function refused(request: string, response: Response): Promise<RequestError> {
  const body = parseErrorBody(await response.json().catch(() => null)); // what is no JSON is not the proxy's
  if (!body && response.status >= 500) return unanswered(request, true, `status ${response.status} of a gateway`);
  if (!body) return notOurs(request, `something that is not the proxy (status ${response.status})`);
  const { code, message, request_id: requestId, site_key: siteKey } = body.error;
  const retryAfter = retryAfterOf(response);
  return new RequestError({ code, retryAfter, requestId }, `${request}: ${message} (${code}, ${requestId})`, {
    siteKey,
  });
}

/** `retry-after` in milliseconds, as the proxy writes it: in seconds. */
function retryAfterOf(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}
