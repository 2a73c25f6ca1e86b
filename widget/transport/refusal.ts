/** What an answer says that is not 2xx, and what a visitor still can do who was not let in. */
import { parseErrorBody, type Visitor } from '../../proxy/protocol.ts';
import { notOurs, orRefused, RequestError, unanswered } from './failure.ts';

/** Reads an answer that is not 2xx. */
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

export interface Entrance {
  /** Asks the proxy for a visitor: the one of the old token, or a new one, who may have passed Turnstile. */
  readonly enter: (old: string | null, passed?: string) => Promise<Visitor>;
  readonly old: string | null;
  /** Has the visitor pass Turnstile, by its site key. */
  readonly challenge: ((siteKey: string) => Promise<string>) | undefined;
}

/** Whom the proxy has not let in passes Turnstile, or does without the old token. */
export async function enterStill(error: unknown, { enter, old, challenge }: Entrance): Promise<Visitor> {
  const { siteKey, failure } = error instanceof RequestError ? error : {};
  if (siteKey && challenge) return enter(null, await orRefused('challenge_required', challenge(siteKey)));
  if (old === null || failure?.code !== 'unauthorized') throw error;
  // The old one was not the proxy's, or is too old.
  return enter(null).catch((again: unknown) => enterStill(again, { enter, old: null, challenge }));
}
