/**
 * JSON Web Tokens, as much of them as is needed: signed in one of four ways, checked by the platform's own cryptography. A
 * token never says how it is checked: the caller names algorithm and key, and judges what is claimed. Own code, because a
 * library that knows all of JWT is 8 kB of the bundle for Workers. https://www.rfc-editor.org/rfc/rfc8725
 */

const ALGORITHMS = {
  HS256: { name: 'HMAC', hash: 'SHA-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  EdDSA: { name: 'Ed25519' },
} as const;

export type Algorithm = keyof typeof ALGORITHMS;

/** A public key, as sites publish it. */
export type PublicKey = JsonWebKey & { readonly kid?: string };

export type Claims = Readonly<Record<string, unknown>>;

export interface Token {
  /** What it says of itself, unproven. */
  readonly header: Claims;
  /** What it claims, when it is of this algorithm and signed by this key (HS256: the secret's text); otherwise `null`. */
  claimsBy(algorithm: Algorithm, key: string | PublicKey): Promise<Claims | null>;
}

/** A token of HS256. */
export async function sign(claims: Claims, secret: string): Promise<string> {
  const signed = [{ alg: 'HS256', typ: 'JWT' }, claims]
    .map((part) => toBase64Url(encode(JSON.stringify(part))))
    .join('.');
  const key = await importKey('HS256', secret, 'sign');
  return `${signed}.${toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', key, encode(signed))))}`;
}

/** `null` for what is no token. */
export function readToken(token: string): Token | null {
  const parts = token.split('.');
  const [head = '', body = '', tail = ''] = parts;
  const header = parseObject(head);
  const claims = parseObject(body);
  const signature = fromBase64Url(tail);
  if (!header || !claims || !signature || parts.length !== 3) return null;

  return {
    header,
    async claimsBy(algorithm, key) {
      const { alg, typ = 'JWT' } = header;
      // `crit` names what must be understood, and nothing is: https://www.rfc-editor.org/rfc/rfc7515#section-4.1.11
      if (alg !== algorithm || !/^(application\/)?jwt$/i.test(String(typ)) || 'crit' in header) return null;
      const imported = await importKey(algorithm, key, 'verify').catch(() => null); // a key of another kind signs nothing
      const signed = encode(`${head}.${body}`);
      const isSigned = imported && (await crypto.subtle.verify(ALGORITHMS[algorithm], imported, signature, signed));
      return isSigned ? claims : null;
    },
  };
}

async function importKey(algorithm: Algorithm, key: string | PublicKey, usage: 'sign' | 'verify'): Promise<CryptoKey> {
  const how = ALGORITHMS[algorithm];
  if (typeof key === 'string') return crypto.subtle.importKey('raw', encode(key), how, false, [usage]);
  if ((key.alg ?? algorithm) !== algorithm) throw new TypeError(`The key is for ${key.alg}.`);
  return crypto.subtle.importKey('jwk', key, how, false, [usage]);
}

function parseObject(part: string): Claims | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(fromBase64Url(part) ?? undefined));
    return typeof value === 'object' ? (value as Claims | null) : null;
  } catch {
    return null; // not JSON
  }
}

const encode = (text: string) => new TextEncoder().encode(text);

const toBase64Url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (sign) => ({ '+': '-', '/': '_' })[sign] ?? '');

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return null;
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}
