// What holds for new visitors when Turnstile is on, in process and in workerd alike. Cloudflare's part is played here.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { identityOf, SITE_SECRET, signIn } from './identity-suite.ts';
import type { Rig, RigOptions } from './rig.ts';

export const TURNSTILE = { TURNSTILE_SITE_KEY: '0x4AAA-site', TURNSTILE_SECRET: '0x4AAA-secret' };

export type Siteverify = ReturnType<typeof createSiteverify>;

/** Answers as Cloudflare does: `good-…` passes once, everything else does not. */
export function createSiteverify() {
  const used = new Set<string | null>();
  const asked: Record<string, string>[] = [];
  return {
    asked,
    async answer(request: Request): Promise<Response> {
      const form = new URLSearchParams(await request.text());
      asked.push(Object.fromEntries(form));
      const fail = (code: string) => Response.json({ success: false, 'error-codes': [code] });
      if (form.get('secret') !== TURNSTILE.TURNSTILE_SECRET) return fail('invalid-input-secret');
      const token = form.get('response');
      if (used.has(token)) return fail('timeout-or-duplicate');
      used.add(token);
      return token?.startsWith('good-') ? Response.json({ success: true }) : fail('invalid-input-response');
    },
  };
}

export async function ask(rig: Pick<Rig, 'request'>, body: object, token?: string) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const response = await rig.request('/v1/visitors', { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as { token: string; error: Record<string, string> } };
}

const good = () => `good-${crypto.randomUUID()}`;

export function challengeBehaviour(start: (options: RigOptions) => Promise<Rig & { siteverify: Siteverify }>): void {
  let rig: Rig & { siteverify: Siteverify };
  before(async () => {
    rig = await start({ settings: { ...TURNSTILE, IDENTITY_SECRET: SITE_SECRET } });
  });
  after(() => rig.close());

  test('a new visitor is asked for the challenge, with the key that the widget needs and not the secret', async () => {
    const { status, body } = await ask(rig, {});
    assert.deepEqual([status, body.error['code'], body.error['site_key']], [403, 'challenge_required', '0x4AAA-site']);
    assert.equal(JSON.stringify(body).includes('secret'), false);
    assert.equal(rig.siteverify.asked.length, 0);
  });

  test('who has passed it gets in, once for each token', async () => {
    const challenge = good();
    const first = await ask(rig, { challenge });
    assert.equal(first.status, 201);
    assert.deepEqual(
      [rig.siteverify.asked.at(-1)?.['secret'], rig.siteverify.asked.at(-1)?.['response']],
      [TURNSTILE.TURNSTILE_SECRET, challenge],
    );
    for (const token of [challenge, 'made up', '']) {
      const { status, body } = await ask(rig, { challenge: token });
      assert.deepEqual(
        [status, body.error['code'], body.error['site_key']],
        [403, 'challenge_required', '0x4AAA-site'],
      );
    }
  });

  test('whoever is known is not asked again: neither at a renewal nor with an identity', async () => {
    const { body } = await ask(rig, { challenge: good() });
    const before = rig.siteverify.asked.length;
    assert.equal((await ask(rig, {}, body.token)).status, 201);
    assert.equal((await signIn(rig, await identityOf('ada'))).status, 201);
    assert.equal(rig.siteverify.asked.length, before);
  });
}
