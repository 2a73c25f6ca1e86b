/**
 * The check that a new anonymous visitor is no script: Cloudflare's Turnstile, if the operator has set it up. The widget gets a
 * token from it, which is verified here. When Turnstile cannot be asked nobody new is let in.
 * https://developers.cloudflare.com/turnstile/get-started/server-side-validation/
 */
import { describe, ProxyError, unavailable } from './errors.ts';
import type { ChallengeSettings } from './settings/identity.ts';

const SITEVERIFY = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';

const TIME_LIMIT = 5_000;

/** What Turnstile answers when the visitor's token is at fault, not the setup. */
const VISITORS_FAULT = ['missing-input-response', 'invalid-input-response', 'timeout-or-duplicate'];

/** Throws `challenge_required` unless the visitor has passed. `address`: the visitor's, if known. */
export type Challenge = (token: string | undefined, address: string | undefined) => Promise<void>;

export function createChallenge(settings: ChallengeSettings | null, fetch: typeof globalThis.fetch): Challenge {
  if (!settings) return async () => undefined;
  const { siteKey, secret } = settings;

  return async function challenge(token, address) {
    if (token === undefined) throw required('A new visitor has to pass the challenge first.', siteKey);
    const form = { secret, response: token, ...(address !== undefined && { remoteip: address }) };
    const { success, 'error-codes': codes } = await verify(form, fetch);
    if (success === true) return;
    const reasons = [codes].flat().map(String);
    if (reasons.some((reason) => VISITORS_FAULT.includes(reason))) {
      throw required(`The challenge was not passed (${reasons.join(', ')}).`, siteKey);
    }
    throw closed(`it answers ${reasons.join(', ')}: is TURNSTILE_SECRET the one that belongs to TURNSTILE_SITE_KEY?`);
  };
}

async function verify(form: Record<string, string>, fetch: typeof globalThis.fetch): Promise<Record<string, unknown>> {
  try {
    const init = { method: 'POST', body: new URLSearchParams(form), signal: AbortSignal.timeout(TIME_LIMIT) };
    return { ...((await (await fetch(SITEVERIFY, init)).json()) as object) };
  } catch (error) {
    throw closed(`it could not be asked (${describe(error)})`);
  }
}

const required = (message: string, siteKey: string) => new ProxyError('challenge_required', message, { siteKey });

const closed = (why: string) =>
  unavailable(
    `No new visitor gets in while Turnstile does not work: ${why}. Without TURNSTILE_SITE_KEY and TURNSTILE_SECRET there is no challenge.`,
  );
