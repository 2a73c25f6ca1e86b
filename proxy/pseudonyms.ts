/** Visitors in the log: the same visitor under the same name, and no way back from the name to the visitor. */
import { toHex } from './hex.ts';
import type { Secrets } from './secrets.ts';

/**
 * Keyed by the oldest of the secrets: a new one put in front changes no name; taking the old one out at the rotation's end
 * changes all of them.
 */
export function createPseudonyms(secrets: Secrets): (visitor: string) => Promise<string> {
  const encoder = new TextEncoder();
  let key: CryptoKey | undefined;

  async function importKey(): Promise<CryptoKey> {
    const secret = (await secrets()).at(-1);
    return crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  }

  return async (visitor) => {
    key ??= await importKey();
    const digest = await crypto.subtle.sign('HMAC', key, encoder.encode(`log ${visitor}`));
    return toHex(new Uint8Array(digest, 0, 8));
  };
}
