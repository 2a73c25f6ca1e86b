/**
 * What signs the visitors' tokens: the secrets of the settings, or one that is made at the first need and kept by the store.
 * A kept one outlives restarts, deploys and a change of the API key, as long as the store does.
 */
import type { Config } from './config.ts';
import { toHex } from './hex.ts';
import type { Store } from './store/store.ts';

/** The first signs, all verify. */
export type Secrets = () => Promise<readonly [string, ...string[]]>;

/** The store keeps what belongs to no visitor under this name. */
const OWNER = 'deployment';

export function createSecrets({ visitorSecrets: [first, ...others] }: Config, store: Store): Secrets {
  if (first !== undefined) return async () => [first, ...others];
  // The value is kept and not the promise: on Workers no request may wait for what another one has begun.
  let kept: readonly [string] | undefined;
  return async () => {
    kept ??= [await store.keepOnce(OWNER, 'visitor_secret', random())];
    return kept;
  };
}

/** 256 bits. */
const random = () => toHex(crypto.getRandomValues(new Uint8Array(32)));
