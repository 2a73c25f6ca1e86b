// The proxy's own JWTs, held against hono/jwt as a second implementation, and against what RFC 8725 warns of.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as hono from 'hono/jwt';
import { type Algorithm, type PublicKey, readToken, sign } from '../../proxy/jwt.ts';

const SECRET = 'a secret of more than thirty-two letters';
const CLAIMS = { sub: 'Zoë ✓ 🙂', exp: 4_102_444_800 };

const PAIRS = {
  RS256: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  EdDSA: { name: 'Ed25519' },
} as const;

async function pairOf(algorithm: keyof typeof PAIRS) {
  const pair = (await crypto.subtle.generateKey(PAIRS[algorithm], true, ['sign', 'verify'])) as CryptoKeyPair;
  const publicKey = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return { privateKey: pair.privateKey, publicKey: { ...publicKey, alg: algorithm } satisfies PublicKey };
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What a token claims; `null` too when it is none. */
const claimsOf = async (token: string, algorithm: Algorithm = 'HS256', key: string | PublicKey = SECRET) =>
  (await readToken(token)?.claimsBy(algorithm, key)) ?? null;

/** Signed well, whatever the header is. */
async function signed(header: object, claims: unknown): Promise<string> {
  const key = await crypto.subtle.importKey(
    ...(['raw', Buffer.from(SECRET), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']] as const),
  );
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${Buffer.from(await crypto.subtle.sign('HMAC', key, Buffer.from(text))).toString('base64url')}`;
}

test("what the proxy signs is what hono's library takes, and the other way round", async () => {
  assert.deepEqual(await hono.verify(await sign(CLAIMS, SECRET), SECRET, 'HS256'), CLAIMS);
  assert.deepEqual(await claimsOf(await hono.sign(CLAIMS, SECRET, 'HS256')), CLAIMS);
});

for (const algorithm of ['RS256', 'ES256', 'EdDSA'] as const) {
  test(`${algorithm} is proven by its public key, and by no other`, async () => {
    const { privateKey, publicKey } = await pairOf(algorithm);
    const token = await hono.sign(CLAIMS, privateKey, algorithm);
    assert.deepEqual(await claimsOf(token, algorithm, publicKey), CLAIMS);
    assert.equal(await claimsOf(token, algorithm, (await pairOf(algorithm)).publicKey), null);
    assert.equal(await claimsOf(token, 'HS256', JSON.stringify(publicKey)), null);
    for (const other of ['RS256', 'ES256', 'EdDSA'] as const) {
      if (other === algorithm) continue;
      assert.equal(await claimsOf(token, other, publicKey), null);
      assert.equal(await claimsOf(token, algorithm, (await pairOf(other)).publicKey), null, `a key of ${other}`);
    }
    assert.equal(await claimsOf(token, algorithm, { ...publicKey, alg: 'PS256' }), null, 'a key for something else');
    assert.equal(await claimsOf(token, algorithm, { ...publicKey, use: 'enc' }), null, 'a key for encryption');
    assert.equal(await claimsOf(token, algorithm, {}), null, 'a broken key');
  });
}

test('a signature is good for every byte that was signed, and for no other', async () => {
  const token = await sign(CLAIMS, SECRET);
  const [head, claims, signature] = token.split('.') as [string, string, string];
  assert.deepEqual(await claimsOf(token), CLAIMS);
  assert.equal(await claimsOf(token, 'HS256', `${SECRET}.`), null);
  assert.equal(await claimsOf(`${head}.${part({ ...CLAIMS, sub: 'eve' })}.${signature}`), null);
  assert.equal(await claimsOf(`${part({ alg: 'HS256' })}.${claims}.${signature}`), null);
  assert.equal(await claimsOf(`${head}.${claims}.${signature.slice(0, -4)}`), null, 'a shorter signature');
  assert.equal(await claimsOf(`${head}.${claims}.${signature}AAAA`), null, 'a longer signature');
  assert.equal(await claimsOf(`${head}.${claims}.`), null, 'no signature');
});

test('a token that is signed well but of another kind claims nothing', async () => {
  assert.deepEqual(await claimsOf(await signed({ alg: 'HS256' }, CLAIMS)), CLAIMS);
  assert.deepEqual(await claimsOf(await signed({ alg: 'HS256', typ: 'application/jwt' }, CLAIMS)), CLAIMS);
  for (const header of [
    { alg: 'none' },
    { alg: 'hs256' },
    { alg: ['HS256'] },
    { alg: 'RS256' },
    { alg: 'HS256', typ: 'at+jwt' },
    { alg: 'HS256', crit: ['exp'] },
    {},
  ]) {
    assert.equal(await claimsOf(await signed(header, CLAIMS)), null, JSON.stringify(header));
  }
  for (const claims of [null, 'text', 1]) assert.equal(await claimsOf(await signed({ alg: 'HS256' }, claims)), null);
});

test('what is no token is none', async () => {
  const token = await sign(CLAIMS, SECRET);
  const [head, claims, signature] = token.split('.') as [string, string, string];
  for (const text of [
    '',
    '..',
    'a.b.c',
    `${head}.${claims}`,
    `${token}.`,
    `${token}.${signature}`,
    `.${claims}.${signature}`,
    `${token}=`,
    `${head}.${claims}.${signature.slice(0, -1)} `,
    `${head} .${claims}.${signature}`,
    `${head}.${claims}.+/+/`,
    `${head}.${claims}.AAAAA`,
  ]) {
    assert.equal(readToken(text), null, text);
  }
});
