// What holds for the host site's signed-in users, in process and in workerd alike: who gets in, who does not, and what
// they take along. The site's keys are served on loopback, as the site would.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { sign } from 'hono/jwt';
import { newVisitor, type Rig, type RigOptions, SECRET } from './rig.ts';

export const SITE_SECRET = 'the secret that the host site signs with';
const AUDIENCE = 'letta-chat';

type Claims = Readonly<Record<string, unknown>>;

const seconds = () => Math.floor(Date.now() / 1000);
const good = (sub: string): Claims => ({ sub, aud: AUDIENCE, iat: seconds(), exp: seconds() + 300 });

/** The token that the host site would make. */
export const identityOf = (sub: string, claims: Claims = {}): Promise<string> =>
  sign({ ...good(sub), ...claims }, SITE_SECRET, 'HS256');

interface Answer {
  readonly status: number;
  readonly body: {
    readonly token: string;
    readonly visitor_id: string;
    readonly adopted?: boolean;
    readonly error: { readonly code: string; readonly message: string };
  };
}

/** Asks for a visitor with this identity, and the token of another one in the header. */
export async function signIn(rig: Pick<Rig, 'request'>, identity: string, token?: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const response = await rig.request('/v1/visitors', { method: 'POST', headers, body: JSON.stringify({ identity }) });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

/** What this token's owner finds in their list. */
export async function conversationsOf(rig: Pick<Rig, 'request'>, token: string): Promise<string[]> {
  const response = await rig.request('/v1/conversations?agent_id=support&limit=50', {
    headers: { authorization: `Bearer ${token}` },
  });
  return ((await response.json()) as { id: string }[]).map(({ id }) => id);
}

/** A site that publishes its keys, and what it was asked. */
export async function startSite() {
  const keys: object[] = [];
  let asked = 0;
  let broken = false;
  const server = createServer((_request, answer) => {
    asked++;
    answer.statusCode = broken ? 500 : 200;
    answer.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`,
    get asked() {
      return asked;
    },
    set broken(yes: boolean) {
      broken = yes;
    },
    /** Makes a key and publishes its public half; gives who signs with it. */
    async add(kid: string, alg: keyof typeof KEYS) {
      const pair = (await crypto.subtle.generateKey(KEYS[alg], true, ['sign', 'verify'])) as CryptoKeyPair;
      const published = { ...(await crypto.subtle.exportKey('jwk', pair.publicKey)), alg, kid, use: 'sig' };
      keys.push(published);
      const own = { ...(await crypto.subtle.exportKey('jwk', pair.privateKey)), alg, kid };
      return {
        published,
        sign: (claims: Claims, header: Claims = {}) => sign(claims, { ...own, ...header } as typeof own, alg),
      };
    },
    remove(kid: string) {
      keys.splice(
        keys.findIndex((key) => (key as { kid: string }).kid === kid),
        1,
      );
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

const KEYS = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  EdDSA: { name: 'Ed25519' },
} as const;

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

export function identityBehaviour(start: (options: RigOptions) => Promise<Rig>): void {
  let rig: Rig;
  let site: Awaited<ReturnType<typeof startSite>>;

  before(async () => {
    site = await startSite();
    rig = await start({ settings: { IDENTITY_SECRET: SITE_SECRET, IDENTITY_JWKS_URL: site.url } });
  });
  after(async () => {
    await rig.close();
    await site.close();
  });

  const refused = async (identity: string, what: string) => {
    const { status, body } = await signIn(rig, identity);
    assert.deepEqual([status, body.error?.code], [401, 'identity_refused'], what);
    return body.error.message;
  };

  test('the same person is the same visitor on every device; another one is another', async () => {
    const phone = await signIn(rig, await identityOf('ada@example.com'));
    const laptop = await signIn(rig, await identityOf('ada@example.com'));
    const other = await signIn(rig, await identityOf('ben@example.com'));
    const issued = await signIn(rig, await identityOf('ada@example.com', { iss: 'https://elsewhere.example' }));
    assert.deepEqual([phone.status, laptop.status, other.status], [201, 201, 201]);
    assert.match(phone.body.visitor_id, /^visitor-[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(phone.body.visitor_id, laptop.body.visitor_id);
    assert.notEqual(phone.body.visitor_id, other.body.visitor_id);
    assert.notEqual(phone.body.visitor_id, issued.body.visitor_id);
    assert.equal(phone.body.adopted, undefined);
  });

  test('an identity that is expired, unsigned, for others or too long-lived opens nothing, and the reason is said', async () => {
    const now = seconds();
    const [head, claims, signature] = (await identityOf('ada')).split('.') as [string, string, string];
    assert.match(await refused(await identityOf('ada', { exp: now - 1 }), 'expired'), /expired/);
    assert.match(await refused(await identityOf('ada', { exp: undefined }), 'no end'), /"exp"/);
    assert.match(await refused(await identityOf('ada', { exp: now + 7300 }), 'a long life'), /lives too long/);
    assert.match(await refused(await identityOf('ada', { iat: now - 7200 }), 'a long life so far'), /lives too long/);
    assert.match(
      await refused(await identityOf('ada', { iat: now + 3600, exp: now + 3700 }), 'early'),
      /not valid yet/,
    );
    assert.match(await refused(await identityOf('ada', { nbf: now + 3600 }), 'not before'), /not valid yet/);
    assert.match(await refused(await identityOf('ada', { iat: 'soon' }), 'no time'), /not valid yet/);
    assert.match(await refused(await identityOf('ada', { aud: 'https://other.example' }), 'audience'), /"aud"/);
    assert.match(await refused(await identityOf('ada', { aud: undefined }), 'no audience'), /"aud"/);
    assert.match(await refused(await identityOf('', {}), 'no user'), /"sub"/);
    assert.match(await refused(await identityOf('x'.repeat(501)), 'a long user'), /"sub"/);
    assert.match(await refused(await sign(good('ada'), 'some other secret of thirty-two letters'), 'key'), /signed/);
    assert.match(await refused(await sign(good('ada'), SITE_SECRET, 'HS512'), 'HS512'), /algorithm "HS512"/);
    await refused(`${base64({ alg: 'none', typ: 'JWT' })}.${claims}.`, 'unsigned');
    await refused(`${base64({ alg: 'none', typ: 'JWT' })}.${claims}.${signature}`, 'none with a signature');
    await refused(`${head}.${base64({ ...good('ada'), sub: 'ben' })}.${signature}`, 'another user put in');
    for (const text of ['', 'x', 'a.b.c', `${head}.${claims}`, `${head}.${claims}.`]) await refused(text, `"${text}"`);
  });

  test("a visitor's token is no identity, and an identity no visitor's token", async () => {
    const visitor = await newVisitor(rig);
    await refused(visitor.token, 'a token of the proxy');
    const identity = await identityOf(visitor.id);
    const answer = await rig.request('/v1/agents', { headers: { authorization: `Bearer ${identity}` } });
    assert.equal(answer.status, 401);
    assert.notEqual((await signIn(rig, identity)).body.visitor_id, visitor.id);
  });

  test('the audience may be one of several', async () => {
    assert.equal((await signIn(rig, await identityOf('ada', { aud: ['shop', AUDIENCE] }))).status, 201);
  });

  test('the keys that the site publishes prove it too, and no other', async () => {
    const signers = [await site.add('r1', 'RS256'), await site.add('e1', 'ES256'), await site.add('d1', 'EdDSA')];
    const answers = [];
    for (const signer of signers) answers.push(await signIn(rig, await signer.sign(good('eve'))));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [201, 201, 201],
    );
    assert.equal(new Set(answers.map(({ body }) => body.visitor_id)).size, 1);
    const [rsa] = signers as [(typeof signers)[0]];
    const own = await (await startSiteless()).add('r1', 'RS256');
    await refused(await own.sign(good('eve')), 'an own key under a known id');
    await refused(await rsa.sign(good('eve'), { kid: 'unheard-of' }), 'an unknown key id');
    await refused(await rsa.sign(good('eve'), { kid: undefined }), 'no key id');
    await refused(await rsa.sign({ ...good('eve'), exp: seconds() - 1 }), 'expired');
  });

  test('a public key is never taken for a secret, and the token does not choose where its key is', async () => {
    const { published } = await site.add('r2', 'RS256');
    for (const secret of [JSON.stringify(published), String((published as JsonWebKey).n)]) {
      await refused(await sign(good('eve'), secret, 'HS256'), 'HS256 by a public key');
    }
    const claims = base64(good('eve'));
    const foreign = await startSiteless();
    const own = await foreign.add('mine', 'ES256');
    for (const header of [{ jku: foreign.url }, { jwk: own.published }, { x5u: foreign.url }]) {
      const [, , signature] = (await own.sign(good('eve'))).split('.');
      const head = base64({ alg: 'ES256', typ: 'JWT', kid: 'mine', ...header });
      await refused(`${head}.${claims}.${signature}`, Object.keys(header).join());
    }
    assert.equal(foreign.asked, 0);
  });

  const sites: Awaited<ReturnType<typeof startSite>>[] = [];
  after(() => Promise.all(sites.map((one) => one.close())));

  /** Somebody else's keys. */
  async function startSiteless() {
    const foreign = await startSite();
    sites.push(foreign);
    return foreign;
  }

  test('who signs in takes along what was said before, once, and loses nothing', async () => {
    const visitor = await newVisitor(rig);
    const ids = [await visitor.converse(), await visitor.converse()];
    await visitor.say(ids[0]!, 'hello');
    const person = `ada-${crypto.randomUUID()}`;
    const first = await signIn(rig, await identityOf(person), visitor.token);
    assert.deepEqual([first.status, first.body.adopted], [201, true]);
    assert.deepEqual((await conversationsOf(rig, first.body.token)).sort(), [...ids].sort());
    assert.deepEqual(await conversationsOf(rig, visitor.token), []);
    assert.equal((await visitor.call('GET', `/v1/conversations/${ids[0]}`)).status, 404);
    const again = await signIn(rig, await identityOf(person), visitor.token);
    assert.equal(again.body.adopted, true);
    assert.equal((await conversationsOf(rig, again.body.token)).length, 2);
  });

  test('many sign-ins at once adopt each conversation once', async () => {
    const visitor = await newVisitor(rig);
    const ids = [await visitor.converse(), await visitor.converse(), await visitor.converse()];
    const identity = await identityOf(`ada-${crypto.randomUUID()}`);
    const answers = await Promise.all(Array.from({ length: 6 }, () => signIn(rig, identity, visitor.token)));
    assert.ok(answers.every(({ status }) => status === 201));
    assert.deepEqual((await conversationsOf(rig, answers[0]!.body.token)).sort(), [...ids].sort());
  });

  test('a person’s conversations are never pulled to another person, nor what was adopted before', async () => {
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    const ada = await signIn(rig, await identityOf(`ada-${crypto.randomUUID()}`), visitor.token);
    const mallory = `mallory-${crypto.randomUUID()}`;
    for (const token of [ada.body.token, visitor.token]) {
      const { status, body } = await signIn(rig, await identityOf(mallory), token);
      assert.deepEqual([status, body.adopted], [201, undefined]);
      assert.deepEqual(await conversationsOf(rig, body.token), []);
    }
    assert.deepEqual(await conversationsOf(rig, ada.body.token), [id]);
    const later = await visitor.converse();
    const { body } = await signIn(rig, await identityOf(mallory), visitor.token);
    assert.deepEqual([body.adopted, await conversationsOf(rig, body.token)], [undefined, []]);
    assert.deepEqual(await conversationsOf(rig, visitor.token), [later]);
  });

  test('a refused identity adopts nothing, and a forged token signs nobody in', async () => {
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    const bad = await signIn(rig, await identityOf('ada', { exp: 1 }), visitor.token);
    assert.equal(bad.body.error.code, 'identity_refused');
    assert.deepEqual(await conversationsOf(rig, visitor.token), [id]);
    const forged = await sign({ sub: visitor.id, exp: 9e9 }, `not ${SECRET}`);
    const { status, body } = await signIn(rig, await identityOf('mallory'), forged);
    assert.deepEqual([status, body.error.code], [401, 'unauthorized']);
  });

  test('a person’s token is renewed by an identity only', async () => {
    const person = await signIn(rig, await identityOf('ada'));
    const headers = { authorization: `Bearer ${person.body.token}` };
    assert.equal((await rig.request('/v1/agents', { headers })).status, 200);
    assert.equal((await rig.request('/v1/visitors', { method: 'POST', headers })).status, 401);
    const renewed = await signIn(rig, await identityOf('ada'), person.body.token);
    assert.deepEqual([renewed.status, renewed.body.visitor_id], [201, person.body.visitor_id]);
  });

  test('deleting everything leaves nothing, here and at Letta, and can be done again', async () => {
    const visitor = await newVisitor(rig);
    const other = await newVisitor(rig);
    const ids = [];
    for (let n = 0; n < 7; n++) ids.push(await visitor.converse(n % 2 ? 'support' : 'tools'));
    const theirs = await other.converse();
    await visitor.say(ids[1]!, 'hello');
    for (let n = 0; n < 2; n++) {
      const { status, body } = await visitor.call('DELETE', '/v1/visitors/me');
      assert.deepEqual([status, body], [200, null]);
    }
    for (const id of ids) {
      assert.equal((await visitor.call('GET', `/v1/conversations/${id}`)).status, 404);
      assert.equal((await rig.letta(`/v1/conversations/${id}`)).status, 404);
    }
    assert.equal((await other.call('GET', `/v1/conversations/${theirs}`)).status, 200);
    assert.equal((await rig.request('/v1/visitors/me', { method: 'DELETE' })).status, 401);
  });
}
