/** What a request that came to nothing means for the message that it carried: one table, so that none is forgotten. */
import { backoff } from './backoff.ts';
import type { Event, Failure } from './events.ts';

export type Verdict =
  /** It will not be taken, now or later: the visitor decides. */
  | 'refused'
  /** Nothing has been heard: wait for the line, as long as it takes. */
  | 'unheard'
  /** Not now, and the proxy says when. */
  | 'later'
  /** Something is broken over there: a few more times, then the visitor decides. */
  | 'broken'
  /** Another run is active: look on, then send. */
  | 'busy'
  /** A tool call waits to be answered first. */
  | 'blocked'
  /** It has arrived before, and its run is over. */
  | 'done'
  /** The server no longer has the conversation. */
  | 'gone';

const VERDICTS: Readonly<Record<Failure['code'], Verdict>> = {
  offline: 'unheard',
  unreachable: 'unheard',
  invalid_request: 'refused',
  origin_not_allowed: 'refused',
  method_not_allowed: 'refused',
  too_large: 'refused',
  not_found: 'gone',
  conversation_busy: 'busy',
  approval_pending: 'blocked',
  rate_limited: 'later',
  budget_exhausted: 'later',
  unauthorized: 'broken',
  identity_refused: 'broken',
  challenge_required: 'broken',
  internal_error: 'broken',
  assistant_unavailable: 'broken',
  assistant_failed: 'broken',
  run_not_resumable: 'broken',
  nothing_to_resume: 'done',
  nothing_to_cancel: 'broken',
};

/** How often what is `broken` is tried before the message counts as failed. */
export const PATIENCE = 4;

export const verdictOn = ({ code }: Failure): Verdict => VERDICTS[code];

/** How long to wait until the next attempt (milliseconds): what the proxy has said, or longer each time. */
export const delayOf = (tries: number, event: Event): number =>
  ('failure' in event && event.failure.retryAfter) || backoff(tries, event.random);
