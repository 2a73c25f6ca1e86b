/**
 * Whether a host site's JWT proves who its user is: by the site's secret or by the public keys that the site publishes.
 * Whatever the token says of how to check itself (`alg` beyond ours, `jku`, `x5u`, `jwk`) is not followed. Which visitor that
 * user is follows from `iss` and `sub` alone, so it is the same one on every device and with every secret.
 */
import { ProxyError } from './errors.ts';
import { toHex } from './hex.ts';
import { type Algorithm, type Claims, readToken } from './jwt.ts';
import { createKeys } from './keys.ts';
import type { IdentitySettings } from './settings/identity.ts';

/** Of public keys, never with a secret. */
const ASYMMETRIC: readonly Algorithm[] = ['RS256', 'ES256', 'EdDSA'];

/** How far the site's clock may be ahead (seconds). */
const AHEAD = 60;

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

  async function verified(text: string): Promise<Claims> {
    const token = readToken(text);
    if (!token) throw refused('it is no JWT');
    // What an attacker can put into it decides only which of our own keys it is held against.
    const { alg, kid } = token.header;
    if (alg === 'HS256' && secrets.length > 0) {
      for (const secret of secrets) {
        const claims = await token.claimsBy(alg, secret);
        if (claims) return claims;
      }
      throw refused('it is not signed by IDENTITY_SECRET');
    }
    const algorithm = ASYMMETRIC.find((one) => one === alg);
    if (!keys || !algorithm) throw refused(`its algorithm "${alg}" is not taken here`);
    if (typeof kid !== 'string') throw refused('it does not say by which key it is signed ("kid")');
    const key = (await keys(kid)).find((one) => one.kid === kid);
    const claims = key && (await token.claimsBy(algorithm, key));
    if (!claims) throw refused('it is signed by none of the keys at IDENTITY_JWKS_URL');
    return claims;
  }

  return async function identify(token) {
    const claims = await verified(token);
    const problem = whatIsWrong(claims, settings, now() / 1000);
    if (problem) throw refused(problem);
    return personOf(String(claims['iss'] ?? ''), String(claims['sub']));
  };
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
  const hex = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', name)));
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, 'visitor-$1-$2-8$3-8$4-$5');
}

const refused = (why: string) =>
  new ProxyError('identity_refused', `The identity is not accepted: ${why}.`, {
    problem: `An identity was not accepted: ${why}.`,
  });
