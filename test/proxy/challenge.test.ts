import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ask, challengeBehaviour, createSiteverify, TURNSTILE } from './challenge-suite.ts';
import { type RigOptions, startRig } from './rig.ts';

const HOST = 'challenges.cloudflare.com';

function start(options: RigOptions) {
  const rig = startRig(options);
  const siteverify = createSiteverify();
  rig.intercept = (request) => (new URL(request.url).hostname === HOST ? siteverify.answer(request) : null);
  return Object.assign(rig, { siteverify });
}

describe('Turnstile, on Node', () => {
  challengeBehaviour(async (options) => start(options));
});

test('without its settings nobody is challenged and Cloudflare hears nothing', async () => {
  const rig = start({});
  assert.equal((await ask(rig, {})).status, 201);
  assert.equal((await ask(rig, { challenge: 'x' })).status, 201);
  assert.equal(rig.siteverify.asked.length, 0);
  await rig.close();
});

test('Turnstile hears the address as the platform tells it, and none when it tells none', async () => {
  const rig = start({ settings: TURNSTILE });
  const post = (headers: Record<string, string>, challenge: string) =>
    rig.request('/v1/visitors', { method: 'POST', headers, body: JSON.stringify({ challenge }) });
  assert.equal((await post({ 'test-address': '2001:db8::7' }, 'good-1')).status, 201);
  assert.equal((await post({ 'x-forwarded-for': '192.0.2.1' }, 'good-2')).status, 201);
  assert.deepEqual(
    rig.siteverify.asked.map(({ remoteip }) => remoteip),
    ['2001:db8::7', undefined],
  );
  await rig.close();
});

for (const [what, answer, problem] of [
  [
    'does not answer',
    () => Promise.reject(new Error('no route')),
    /Turnstile does not work: it could not be asked .*no route/,
  ],
  ['answers with a page', async () => new Response('<h1>502</h1>', { status: 502 }), /could not be asked/],
  [
    'refuses the secret',
    async () => Response.json({ success: false, 'error-codes': ['invalid-input-secret'] }),
    /is TURNSTILE_SECRET the one that belongs to TURNSTILE_SITE_KEY/,
  ],
  ['answers with nothing known', async () => Response.json(null), /Turnstile does not work/],
  ['answers with a success that is none', async () => Response.json({ success: 'yes' }), /Turnstile does not work/],
] as const) {
  test(`when Turnstile ${what} nobody new gets in, and the log says why`, async () => {
    const rig = start({ settings: TURNSTILE });
    rig.intercept = () => answer();
    const { status, body } = await ask(rig, { challenge: 'good-1' });
    assert.deepEqual([status, body.error['code']], [503, 'assistant_unavailable']);
    const { level, problem: told } = rig.log.at(-1)!;
    assert.equal(level, 'error');
    assert.match(told ?? '', problem);
    assert.equal(JSON.stringify([body, rig.log]).includes(TURNSTILE.TURNSTILE_SECRET), false);
    await rig.close();
  });
}
