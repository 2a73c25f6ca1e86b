import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type LocalRig, startRig } from './rig.ts';

const rigs = new Map<string, LocalRig>();
after(async () => {
  for (const rig of rigs.values()) await rig.close();
});

/** Asks from a page of that origin; the proxy is at http://chat.example. */
function ask(allowed: string, origin: string, method = 'POST'): Promise<Response> {
  const rig = rigs.get(allowed) ?? startRig({ settings: { ALLOWED_ORIGINS: allowed } });
  rigs.set(allowed, rig);
  return rig.request('http://chat.example/v1/visitors', { method, headers: { origin, host: 'chat.example' } });
}

for (const [allowed, origin, passes] of [
  ['https://shop.example', 'https://shop.example', true],
  ['https://Shop.example', 'https://shop.example', true],
  ['https://shop.example', 'http://shop.example', false],
  ['https://shop.example', 'https://shop.example:8443', false],
  ['https://shop.example', 'https://shop.example.evil.example', false],
  ['https://shop.example', 'null', false],
  ['null', 'null', true],
  ['https://a.example, https://b.example', 'https://b.example', true],
  ['https://*.shop.example', 'https://www.shop.example', true],
  ['https://*.shop.example', 'https://a.b.shop.example', true],
  ['https://*.shop.example', 'https://shop.example', false],
  ['https://*.shop.example', 'https://evilshop.example', false],
  ['https://*.shop.example', 'https://evil.example/.shop.example', false],
  ['https://*.shop.example', 'http://www.shop.example', false],
  ['*', 'https://anything.example', true],
  ['', 'https://shop.example', false],
  ['', 'http://chat.example', true],
  ['', 'https://chat.example', true],
] as const) {
  test(`ALLOWED_ORIGINS "${allowed}" ${passes ? 'lets' : 'does not let'} ${origin} in`, async () => {
    const { status, headers } = await ask(allowed, origin);
    assert.equal(status, passes ? 201 : 403);
    assert.equal(headers.get('access-control-allow-origin'), origin);
    assert.match(headers.get('vary') ?? '', /Origin/);
  });
}

test('a preflight passes for everybody, so that a refused page can read why', async () => {
  const { status, headers } = await ask('', 'https://shop.example', 'OPTIONS');
  assert.equal(status, 204);
  assert.equal(headers.get('access-control-allow-methods'), 'GET,POST,PATCH,DELETE');
});

test('whoever sends no Origin is not stopped by CORS, and pages may read the headers that matter', async () => {
  const rig = startRig();
  const { status, headers } = await rig.request('/v1/visitors', { method: 'POST' });
  assert.deepEqual([status, headers.get('access-control-allow-origin')], [201, null]);
  assert.equal(headers.get('access-control-expose-headers'), 'retry-after,x-request-id');
  assert.match(headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
  await rig.close();
});

test('an answer to no route, and one to a bug, can be read by the page too', async () => {
  const rig = startRig();
  const { status, headers } = await rig.request('/v1/nothing', { headers: { origin: 'https://shop.example' } });
  assert.deepEqual([status, headers.get('access-control-allow-origin')], [404, 'https://shop.example']);
  await rig.close();
});
