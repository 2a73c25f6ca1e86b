/** What the terminal says when something does not work, by the client's own codes. */
import { type Problem, RequestError } from '../../widget/client.ts';

type Code = Problem['code'];

const SENTENCES: Readonly<Record<Code, string>> = {
  offline: 'There is no network.',
  unreachable: 'The proxy does not answer.',
  invalid_request: 'This message was not accepted.',
  nothing_to_resume: 'The reply broke off.',
  unauthorized: 'The proxy does not know you any more. Start again.',
  identity_refused: 'The proxy refused the --identity token: it is forged, expired, or not meant for this proxy.',
  challenge_required: 'This proxy wants to see first that you are a person, which needs a browser.',
  origin_not_allowed: 'This proxy does not talk to terminals.',
  not_found: 'This conversation no longer exists.',
  method_not_allowed: 'This proxy is of another version.',
  conversation_busy: 'Another reply is still being written in this conversation; yours is next.',
  approval_pending: 'The agent waits for an answer that only a web page can give.',
  nothing_to_cancel: 'There was nothing left to stop.',
  too_large: 'This message is too long.',
  rate_limited: 'That was a lot at once.',
  budget_exhausted: 'The agent has answered enough for today.',
  internal_error: 'The proxy failed.',
  assistant_unavailable: 'The agent is not available right now.',
  assistant_failed: 'The reply broke off.',
  run_not_resumable: 'The reply is still being written.',
};

/** The sentence, with when it goes on and what to search for in the proxy's log. */
export function sentenceFor({ code, retryAt, requestId }: Problem): string {
  const until = retryAt === undefined ? '' : ` It goes on at ${new Date(retryAt).toLocaleTimeString('en-GB')}.`;
  return SENTENCES[code] + until + (requestId ? ` (${code}, request ${requestId})` : '');
}

/** `null` for what is no failed request: a bug, and not to be made a sentence of. */
export function sentenceOn(error: unknown): string | null {
  if (!(error instanceof RequestError)) return null;
  const { code, requestId } = error.failure;
  return sentenceFor({ code, ...(requestId && { requestId }) });
}
