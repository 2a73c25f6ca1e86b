/**
 * The settings that say who visitors are: how the host site proves its signed-in users, and whether new anonymous visitors
 * have to pass Turnstile. What checks them are identity.ts and challenge.ts.
 */
import * as v from 'valibot';
import { onOrOff, secretList, text, wholeNumber } from './values.ts';

export interface IdentitySettings {
  /** Of HS256; any of them verifies. */
  readonly secrets: readonly string[];
  /** Where the public keys of RS256, ES256 and EdDSA are; `null`: those are not taken. */
  readonly jwksUrl: string | null;
  /** What `aud` has to name. */
  readonly audience: string;
  /** What `iss` has to be; `null`: anything. */
  readonly issuer: string | null;
  /** The longest that a site's token may live (seconds). */
  readonly longestLife: number;
  /** How long the proxy's own token for a signed-in user holds (seconds). */
  readonly tokenLife: number;
  /** Whether who signs in takes along what was said before. */
  readonly adoption: boolean;
}

export interface ChallengeSettings {
  readonly siteKey: string;
  readonly secret: string;
}

/** Over plain HTTP anybody on the way could put in keys; on this very machine there is nobody. */
const isKeyAddress = (value: string) => {
  const url = URL.canParse(value) ? new URL(value) : null;
  return (
    url?.protocol === 'https:' || (url?.protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname))
  );
};

export const identitySettings = {
  IDENTITY_SECRET: secretList(", and the same at your site's server", 'all are accepted).'),
  IDENTITY_JWKS_URL: v.optional(
    v.pipe(
      text,
      v.check(
        isKeyAddress,
        'must be the https address of a JSON Web Key Set, for example https://login.example.com/.well-known/jwks.json.',
      ),
    ),
  ),
  IDENTITY_AUDIENCE: v.optional(text, 'letta-chat'),
  IDENTITY_ISSUER: v.optional(text),
  IDENTITY_MAX_MINUTES: wholeNumber(1, 1440, 60),
  IDENTITY_TOKEN_HOURS: wholeNumber(1, 720, 8),
  IDENTITY_ADOPTION: onOrOff('on'),
  TURNSTILE_SITE_KEY: v.optional(text),
  TURNSTILE_SECRET: v.optional(text),
};

type Settings = v.InferOutput<v.StrictObjectSchema<typeof identitySettings, undefined>>;

/** `null` when the site has no signed-in users to tell of. */
export function identityOf(settings: Settings): IdentitySettings | null {
  const { IDENTITY_SECRET: secrets, IDENTITY_JWKS_URL: jwksUrl = null } = settings;
  if (secrets.length === 0 && jwksUrl === null) return null;
  return {
    secrets,
    jwksUrl,
    audience: settings.IDENTITY_AUDIENCE,
    issuer: settings.IDENTITY_ISSUER ?? null,
    longestLife: settings.IDENTITY_MAX_MINUTES * 60,
    tokenLife: settings.IDENTITY_TOKEN_HOURS * 3600,
    adoption: settings.IDENTITY_ADOPTION,
  };
}

/** `null` when there is no challenge; the name of the missing setting when only one of the two is there. */
export function challengeOf(settings: Settings): ChallengeSettings | null | keyof Settings {
  const { TURNSTILE_SITE_KEY: siteKey, TURNSTILE_SECRET: secret } = settings;
  if (siteKey === undefined && secret === undefined) return null;
  if (siteKey === undefined) return 'TURNSTILE_SITE_KEY';
  return secret === undefined ? 'TURNSTILE_SECRET' : { siteKey, secret };
}
