import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { sign } from 'hono/jwt';
import { createMemoryStore } from '../../proxy/store/memory.ts';
import { createSqliteStore } from '../../proxy/store/sqlite.ts';
import type { Store } from '../../proxy/store/store.ts';
import { conversationsOf, identityBehaviour, identityOf, SITE_SECRET, signIn, startSite } from './identity-suite.ts';
import { type LocalRig, newVisitor, type RigOptions, SECRET, startRig } from './rig.ts';

const rigs: LocalRig[] = [];
const sites: Awaited<ReturnType<typeof startSite>>[] = [];

/** Asks everything but Letta over the network. */
function start(options: RigOptions = {}): LocalRig {
  const rig = startRig({ ...options, settings: { IDENTITY_SECRET: SITE_SECRET, ...options.settings } });
  rig.intercept = (request) => (new URL(request.url).hostname === '127.0.0.1' ? fetch(request) : null);
  rigs.push(rig);
  return rig;
}

async function startKeys() {
  const site = await startSite();
  sites.push(site);
  return site;
}

afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
  for (const site of sites.splice(0)) await site.close();
});

describe('signed-in users, on Node', () => {
  identityBehaviour(async (options) => {
    const rig = start(options);
    rigs.splice(rigs.indexOf(rig), 1); // lives as long as the suite
    return rig;
  });
});

const claims = (sub: string) => ({ sub, aud: 'letta-chat', exp: Math.floor(Date.now() / 1000) + 300 });

test('a proxy that is told of no users refuses every identity, and says what to set', async () => {
  const rig = start({ settings: { IDENTITY_SECRET: '' } });
  const { status, body } = await signIn(rig, await identityOf('ada'));
  assert.deepEqual([status, body.error.code], [401, 'identity_refused']);
  assert.match(body.error.message, /set IDENTITY_SECRET or IDENTITY_JWKS_URL/);
});

test('a person stays the same when the secrets of the proxy or of the site are changed', async () => {
  const fresh = 'a new secret of at least thirty-two characters';
  const before = await signIn(start(), await identityOf('ada'));
  const rotated = start({
    settings: { VISITOR_SECRET: `${fresh},${SECRET}`, IDENTITY_SECRET: `${fresh}!,${SITE_SECRET}` },
  });
  const by = async (secret: string) => signIn(rotated, await sign(claims('ada'), secret));
  const [old, anew] = [await by(SITE_SECRET), await by(`${fresh}!`)];
  assert.equal(before.body.visitor_id, old.body.visitor_id);
  assert.equal(before.body.visitor_id, anew.body.visitor_id);
  const ask = (token: string) => rotated.request('/v1/agents', { headers: { authorization: `Bearer ${token}` } });
  assert.deepEqual([(await ask(before.body.token)).status, (await ask(anew.body.token)).status], [200, 200]);
});

test('a person’s token lives for hours and is not renewed without an identity, however young', async () => {
  const rig = start({ settings: { IDENTITY_TOKEN_HOURS: '2' } });
  const { body } = await signIn(rig, await identityOf('ada'));
  const headers = { authorization: `Bearer ${body.token}` };
  const ask = async () => (await rig.request('/v1/agents', { headers })).status;
  assert.equal(await ask(), 200);
  rig.later = 2 * 3_600_000 + 1000;
  assert.equal(await ask(), 401);
  assert.equal((await rig.request('/v1/visitors', { method: 'POST', headers })).status, 401);
  assert.equal((await signIn(rig, await identityOf('ada'), body.token)).body.error.code, 'identity_refused');
  const exp = Math.floor((Date.now() + rig.later) / 1000) + 300;
  const renewed = await signIn(rig, await identityOf('ada', { exp, iat: exp - 300 }), body.token);
  assert.deepEqual([renewed.status, renewed.body.visitor_id], [201, body.visitor_id]);
});

test('the issuer counts when the operator names one', async () => {
  const rig = start({ settings: { IDENTITY_ISSUER: 'https://login.example' } });
  assert.equal((await signIn(rig, await identityOf('ada', { iss: 'https://login.example' }))).status, 201);
  const { status, body } = await signIn(rig, await identityOf('ada', { iss: 'https://other.example' }));
  assert.equal(status, 401);
  assert.match(body.error.message, /"iss" has to be "https:\/\/login\.example"/);
});

test('a secret of the site is no way in when only its keys were given', async () => {
  const site = await startKeys();
  const rig = start({ settings: { IDENTITY_SECRET: '', IDENTITY_JWKS_URL: site.url } });
  assert.equal((await signIn(rig, await identityOf('ada'))).status, 401);
  assert.equal(site.asked, 0);
});

test('the keys are fetched once, again for an unknown one, and not for every invention', async () => {
  const site = await startKeys();
  const first = await site.add('k1', 'ES256');
  const rig = start({ settings: { IDENTITY_JWKS_URL: site.url } });
  const status = async (signer: typeof first, header = {}) =>
    (await signIn(rig, await signer.sign(claims('ada'), header))).status;
  for (let n = 0; n < 5; n++) assert.equal(await status(first), 201);
  assert.equal(site.asked, 1);
  for (let n = 0; n < 5; n++) assert.equal(await status(first, { kid: `made-up-${n}` }), 401);
  assert.equal(site.asked, 1);
  rig.later = 31_000;
  const second = await site.add('k2', 'ES256');
  assert.deepEqual([await status(second), await status(second, { kid: 'made-up' }), site.asked], [201, 401, 2]);
  site.remove('k1');
  assert.equal(await status(first), 201);
  rig.later = 3_700_000;
  const late = { ...claims('ada'), exp: claims('ada').exp + 3700 };
  assert.equal((await signIn(rig, await first.sign(late))).status, 401, 'a withdrawn key ends within the hour');
});

test('keys that cannot be had are the operator’s trouble: told in the log, and tried again soon', async () => {
  const site = await startKeys();
  const signer = await site.add('k1', 'RS256');
  site.broken = true;
  const rig = start({ settings: { IDENTITY_JWKS_URL: site.url } });
  const ask = async () => signIn(rig, await signer.sign(claims('ada')));
  const { status, body } = await ask();
  assert.deepEqual([status, body.error.code], [503, 'assistant_unavailable']);
  assert.equal(body.error.message.includes('127.0.0.1'), false);
  assert.match(rig.log.at(-1)?.problem ?? '', /keys of IDENTITY_JWKS_URL could not be had.*status 500/);
  assert.deepEqual([(await ask()).status, site.asked], [503, 1]);
  site.broken = false;
  rig.later = 6000;
  assert.equal((await ask()).status, 201);
  site.broken = true;
  rig.later = 3_700_000;
  const late = { ...claims('ada'), exp: claims('ada').exp + 3700 };
  assert.equal((await signIn(rig, await signer.sign(late))).status, 201, 'known keys outlive a failure');
});

test('with adoption switched off who signs in begins anew, and the anonymous keep theirs', async () => {
  const rig = start({ settings: { IDENTITY_ADOPTION: 'off' } });
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const { body } = await signIn(rig, await identityOf('ada'), visitor.token);
  assert.deepEqual([body.adopted, await conversationsOf(rig, body.token)], [undefined, []]);
  assert.deepEqual(await conversationsOf(rig, visitor.token), [id]);
});

for (const [kind, open] of [
  ['memory', createMemoryStore],
  ['SQLite', () => createSqliteStore(':memory:')],
] as const)
  test(`an adoption that breaks off anywhere is completed by the next sign-in: nothing lost, nothing doubled (${kind})`, async () => {
    for (const [broken, calls] of [
      ['handOver', 1],
      ['takeOver', 1],
      ['removeConversation', 1],
      ['removeConversation', 2],
    ] as const) {
      const memory = open();
      let left = calls as number;
      const store: Store = {
        ...memory,
        [broken]: async (...values: never[]) => {
          const result = await (memory[broken] as (...values: never[]) => Promise<unknown>)(...values);
          if (--left === 0) throw new Error('the line to the store was cut');
          return result;
        },
      };
      const rig = start({ store });
      const visitor = await newVisitor(rig);
      const ids = [await visitor.converse(), await visitor.converse(), await visitor.converse()].sort();
      assert.equal((await signIn(rig, await identityOf('ada'), visitor.token)).status, 500, `${broken} ${calls}`);
      const { status, body } = await signIn(rig, await identityOf('ada'), visitor.token);
      assert.deepEqual([status, body.adopted], [201, true]);
      assert.deepEqual((await conversationsOf(rig, body.token)).sort(), ids, `${broken} ${calls}`);
      assert.deepEqual(await conversationsOf(rig, visitor.token), []);
    }
  });

test('a reply that is running at sign-in is resumed by the person', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const otid = crypto.randomUUID();
  await visitor.say(id, 'hello', otid);
  const { body } = await signIn(rig, await identityOf('ada'), visitor.token);
  const headers = { authorization: `Bearer ${body.token}`, 'content-type': 'application/json' };
  const path = `/v1/conversations/${id}/stream`;
  const answer = await rig.request(path, { method: 'POST', headers, body: JSON.stringify({ otid }) });
  assert.match(await answer.text(), /"stop_reason":"end_turn"/);
});

test('what Letta fails to delete stays, the rest goes, and a second call gets the rest', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const ids = [];
  for (let n = 0; n < 12; n++) ids.push(await visitor.converse());
  const stuck = [ids[11], ids[9], ids[2]];
  rig.intercept = (request) =>
    request.method === 'DELETE' && stuck.some((id) => request.url.endsWith(id!))
      ? Promise.resolve(Response.json({ detail: 'no' }, { status: 500 }))
      : null;
  const failed = await visitor.call('DELETE', '/v1/visitors/me');
  assert.deepEqual([failed.status, failed.body.error.code], [503, 'assistant_unavailable']);
  assert.deepEqual(await conversationsOf(rig, visitor.token), stuck);
  rig.intercept = null;
  assert.equal((await visitor.call('DELETE', '/v1/visitors/me')).status, 200);
  assert.deepEqual(await conversationsOf(rig, visitor.token), []);
});
