/** The public keys that a site publishes (a JSON Web Key Set): fetched when first needed, kept, and asked for again when one is unknown. */
import { describe, unavailable } from './errors.ts';
import type { PublicKey } from './jwt.ts';

/** After this the keys are fetched again, so that a withdrawn one ends (milliseconds). */
const FRESH = 3_600_000;
/** Unknown keys ask no more often than this: anybody can send a token with a made-up `kid` (milliseconds). */
const PAUSE = 30_000;
/** After a failure it is tried again no sooner (milliseconds). */
const RETRY = 5_000;
const TIME_LIMIT = 5_000;

/** The keys, with the one of this id among them if the site has it. Throws `assistant_unavailable` when they cannot be had. */
export type Keys = (kid: string) => Promise<PublicKey[]>;

export function createKeys(url: string, fetch: typeof globalThis.fetch, now: () => number): Keys {
  let keys: PublicKey[] = [];
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let askedAt = Number.NEGATIVE_INFINITY;
  let problem: string | null = null;

  async function load(): Promise<void> {
    askedAt = now();
    try {
      keys = await fetchKeys(url, fetch);
      fetchedAt = now();
      problem = null;
    } catch (error) {
      problem = `The keys of IDENTITY_JWKS_URL could not be had: ${describe(error)}`;
    }
  }

  return async function keysWith(kid) {
    const known = keys.some((key) => key.kid === kid);
    const first = fetchedAt === Number.NEGATIVE_INFINITY && problem === null;
    // On Workers no request may wait for what another one has begun: at the very first each asks for itself.
    if ((!known || now() - fetchedAt > FRESH) && (first || now() - askedAt > (problem ? RETRY : PAUSE))) await load();
    if (problem !== null && !keys.some((key) => key.kid === kid)) throw unavailable(problem);
    return keys;
  };
}

export async function fetchKeys(url: string, fetch: typeof globalThis.fetch): Promise<PublicKey[]> {
  // Not followed elsewhere: the address is the site's word for where its keys are.
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIME_LIMIT) });
  if (!response.ok) throw new Error(`it answered with status ${response.status}`);
  const { keys } = ((await response.json()) ?? {}) as { keys?: unknown };
  if (!Array.isArray(keys)) throw new Error('it answered with something that has no list "keys"');
  return keys.filter((key): key is PublicKey => typeof key === 'object' && key !== null && key.kty !== 'oct');
}
