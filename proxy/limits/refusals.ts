/** The answers to what is over a limit: `retry-after` is exact, rounded up to seconds. */
import { ProxyError } from '../errors.ts';
import { DAY } from '../store/ledger.ts';

/** `wait`: milliseconds. */
export const tooFast = (wait: number, what: string) =>
  new ProxyError('rate_limited', `Too many ${what} in a minute: wait as long as retry-after says.`, {
    retryAfter: Math.ceil(wait / 1000),
  });

/** When one of them ends is not known: ask again soon. */
export const tooManyRuns = () =>
  new ProxyError('rate_limited', 'Too many replies are being written for this visitor at once.', { retryAfter: 5 });

/** It goes on at midnight (UTC). */
export const exhausted = (setting: 'TOKENS_PER_DAY' | 'TOKENS_PER_DAY_PER_VISITOR', now: number) =>
  new ProxyError('budget_exhausted', "The day's tokens are used up.", {
    problem: `${setting} is used up for today. Raise it if it is too low.`,
    retryAfter: Math.ceil((DAY - (now % DAY)) / 1000),
  });
