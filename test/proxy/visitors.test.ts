import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sign } from 'hono/jwt';
import { type LocalRig, newVisitor, SECRET } from './rig.ts';
import { rigsOfTests } from './rigs.ts';

const DAY = 24 * 3_600_000;
const start = rigsOfTests();

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const ask = (rig: LocalRig, token: string) => rig.request('/v1/agents', bearer(token)).then(({ status }) => status);
const renew = async (rig: LocalRig, token: string) => {
  const answer = await rig.request('/v1/visitors', { method: 'POST', ...bearer(token) });
  return {
    status: answer.status,
    body: (await answer.json()) as { token: string; visitor_id: string; expires_at: string },
  };
};

test('a visitor gets an id of the proxy and a token for thirty days', async () => {
  const rig = start();
  const answer = await rig.request('/v1/visitors', { method: 'POST', body: '{}' });
  const { token, visitor_id, expires_at } = (await answer.json()) as { [field: string]: string };
  assert.equal(answer.status, 201);
  assert.match(visitor_id!, /^visitor-[0-9a-f-]{36}$/);
  assert.ok(Math.abs(Date.parse(expires_at!) - Date.now() - 30 * DAY) < 5000);
  assert.equal(await ask(rig, token!), 200);
});

test('a token that has run out opens nothing, but is exchanged for a new one of the same visitor', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  rig.later = 31 * DAY;
  assert.equal(await ask(rig, visitor.token), 401);
  const { status, body } = await renew(rig, visitor.token);
  assert.deepEqual([status, body.visitor_id], [201, visitor.id]);
  assert.equal((await rig.request(`/v1/conversations/${id}`, bearer(body.token))).status, 200);
});

test('a token that ran out more than a year ago is not renewed', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  rig.later = (30 + 366) * DAY;
  assert.equal((await renew(rig, visitor.token)).status, 401);
});

test('a forged token is refused where a new one would be given, so that nobody takes it for renewed', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const [head, claims] = visitor.token.split('.');
  const none = `${btoa('{"alg":"none","typ":"JWT"}')}.${claims}.`;
  const foreign = await sign({ sub: visitor.id, exp: 9e9 }, 'another secret of thirty-two characters');
  for (const token of [none, foreign, `${head}.${claims}.`, 'x']) {
    assert.equal((await renew(rig, token)).status, 401, token);
    assert.equal(await ask(rig, token), 401, token);
  }
});

test('a token that is signed well but names no visitor is refused', async () => {
  const rig = start();
  for (const claims of [{ sub: 'somebody', exp: 9e9 }, { sub: `visitor-${crypto.randomUUID()}` }, { exp: 9e9 }]) {
    assert.equal(await ask(rig, await sign(claims, SECRET)), 401);
  }
});

test('the secret can be changed without losing anybody: the first signs, all verify', async () => {
  const fresh = 'a new secret of at least thirty-two characters';
  const old = await newVisitor(start());
  const rotating = start({ settings: { VISITOR_SECRET: `${fresh}, ${SECRET}` } });
  assert.equal(await ask(rotating, old.token), 200);
  const { body } = await renew(rotating, old.token);
  const rotated = start({ settings: { VISITOR_SECRET: fresh } });
  assert.deepEqual([await ask(rotated, body.token), await ask(rotated, old.token)], [200, 401]);
});

test('a token in the address is not read', async () => {
  const rig = start();
  const { token } = await newVisitor(rig);
  for (const name of ['token', 'access_token', 'authorization']) {
    assert.equal((await rig.request(`/v1/agents?${name}=${encodeURIComponent(`Bearer ${token}`)}`)).status, 401);
  }
});
