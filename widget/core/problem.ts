/** What is shown of a failure. What it means for a message is failures.ts's business. */
import type { Failure } from './events.ts';
import type { Problem } from './view.ts';

export function problemOf({ code, retryAfter, requestId }: Failure, now: number): Problem {
  return {
    code,
    ...(retryAfter !== undefined && { retryAt: now + retryAfter }),
    ...(requestId && { requestId }),
  };
}
