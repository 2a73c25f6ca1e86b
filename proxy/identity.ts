/**
 * Whether a host site's JWT proves who its user is: by the site's secret or by the public keys that the site publishes.
 * Whatever the token says of how to check itself (`alg` beyond ours, `jku`, `x5u`, `jwk`) is not followed. Which visitor that
 * user is follows from `iss` and `sub` alone, so it is the same one on every device and with every secret.
 */
import { decode, verify, verifyWithJwks } from 'hono/jwt';
import { ProxyError } from './errors.ts';
import { createKeys } from './keys.ts';
import type { IdentitySettings } from './settings/identity.ts';

/** Of public keys, never with a secret. */
const ASYMMETRIC = ['RS256', 'ES256', 'EdDSA'] as const;

/** How far the site's clock may be ahead (seconds). */
const AHEAD = 60;

/** The time is checked here, by the injected clock; the audience too, for a sentence that says what is wrong. */
const NO_TIME = { exp: false, iat: false, nbf: false } as const;

type Claims = Readonly<Record<string, unknown>>;

export interface IdentityOptions {
  readonly settings: IdentitySettings | null;
  readonly fetch: typeof fetch;
  readonly now: () => number;
}

/** The visitor of whom the site's token speaks. Throws `identity_refused`, with the reason for the site's developer. */
export type Identify = (token: string) => Promise<string>;

export function createIdentify({ settings, fetch, now }: IdentityOptions): Identify {
  if (!settings) {
    return async () => {
      throw refused('this proxy knows no signed-in users: set IDENTITY_SECRET or IDENTITY_JWKS_URL');
    };
  }
  const { secrets, jwksUrl } = settings;
  const keys = jwksUrl === null ? null : createKeys(jwksUrl, fetch, now);

  async function verified(token: string): Promise<Claims> {
    const { alg, kid } = headerOf(token);
    if (alg === 'HS256' && secrets.length > 0) {
      for (const secret of secrets) {
        const claims = await verify(token, secret, { alg, ...NO_TIME }).catch(() => null); // not signed by this one
        if (claims) return claims;
      }
      throw refused('it is not signed by IDENTITY_SECRET');
    }
    if (!keys || !ASYMMETRIC.includes(alg as never)) throw refused(`its algorithm "${alg}" is not taken here`);
    if (typeof kid !== 'string') throw refused('it does not say by which key it is signed ("kid")');
    const options = { keys: await keys(kid), allowedAlgorithms: ASYMMETRIC, verification: NO_TIME };
    return verifyWithJwks(token, options).catch((error: unknown) => {
      throw refused('it is signed by none of the keys at IDENTITY_JWKS_URL', error);
    });
  }

  return async function identify(token) {
    const claims = await verified(token);
    const problem = whatIsWrong(claims, settings, now() / 1000);
    if (problem) throw refused(problem);
    return personOf(String(claims['iss'] ?? ''), String(claims['sub']));
  };
}

/** What an attacker can put into it decides only which of our own keys it is held against. */
function headerOf(token: string): Claims {
  try {
    return { ...decode(token).header };
  } catch (error) {
    throw refused('it is no JWT', error);
  }
}

function whatIsWrong(claims: Claims, settings: IdentitySettings, now: number): string | null {
  const { sub, aud, iss, exp, iat, nbf } = claims;
  if (typeof sub !== 'string' || sub === '' || sub.length > 500) return '"sub" has to name the user';
  if (![aud].flat().includes(settings.audience)) return `"aud" has to be "${settings.audience}" (IDENTITY_AUDIENCE)`;
  if (settings.issuer !== null && iss !== settings.issuer)
    return `"iss" has to be "${settings.issuer}" (IDENTITY_ISSUER)`;
  if (typeof exp !== 'number') return '"exp" has to say when it ends (seconds since 1970)';
  if (exp <= now) return 'it has expired';
  const begins = [iat ?? now, nbf ?? now];
  if (!begins.every((time) => typeof time === 'number' && time <= now + AHEAD)) return 'it is not valid yet';
  if (exp - Number(iat ?? now) > settings.longestLife + AHEAD) return 'it lives too long (IDENTITY_MAX_MINUTES)';
  return null;
}

/** The id of a signed-in user is a UUID of version 8, where an anonymous visitor's has the 4 of a random one. */
export const isPerson = (visitor: string): boolean => visitor.startsWith('visitor-') && visitor[22] === '8';

async function personOf(issuer: string, subject: string): Promise<string> {
  const name = new TextEncoder().encode(JSON.stringify(['letta-chat', issuer, subject]));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', name));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, 'visitor-$1-$2-8$3-8$4-$5');
}

const refused = (why: string, cause?: unknown) =>
  new ProxyError('identity_refused', `The identity is not accepted: ${why}.`, {
    problem: `An identity was not accepted: ${why}.`,
    cause,
  });
