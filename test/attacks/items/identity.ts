/** 6. Claiming to be someone: only what the proxy has signed, or the site's server for this chat and this moment, counts. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { sign } from 'hono/jwt';
import type { Attack, Item } from '../attack.ts';
import { PLANTED } from '../letta.ts';
import { enter, JSON_TYPE } from '../visitor.ts';

const SITE = "the site's secret of more than thirty-two characters";

const now = () => Math.floor(Date.now() / 1000);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT with any header, signed by that secret, however the header claims. */
function forge(header: object, claims: object, secret: string, hash = 'sha256'): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

const HS256 = { alg: 'HS256', typ: 'JWT' };

/** Headers that ask to be checked otherwise, or by a key of the attacker's. */
const headersOf = (elsewhere: string): object[] => [
  ...[
    'none',
    'None',
    'NONE',
    'nOnE',
    '',
    'HS384',
    'HS512',
    'hs256',
    'RS256',
    'ES256',
    'EdDSA',
    'PS256',
    null,
    1,
    ['HS256'],
  ].map((alg) => ({ alg, typ: 'JWT' })),
  { ...HS256, crit: ['exp'], b64: false },
  { alg: 'RS256', typ: 'JWT', kid: '../../../dev/null' },
  { alg: 'RS256', typ: 'JWT', kid: "x' UNION SELECT 'y", jku: `${elsewhere}/jwks.json` },
  { alg: 'RS256', typ: 'JWT', x5u: `${elsewhere}/x5u`, jwk: { kty: 'oct', k: 'eA' } },
  { alg: 'ES256', typ: 'JWT', jwk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } },
];

export const identity: Item = {
  number: 6,
  title: 'Claiming to be someone',
  settings: { IDENTITY_SECRET: SITE, IDENTITY_ISSUER: 'https://shop.example', IDENTITY_AUDIENCE: 'letta-chat' },
  async run(attack) {
    await visitorTokens(attack);
    await identities(attack);
  },
};

async function visitorTokens(attack: Attack): Promise<void> {
  const victim = await enter(attack.stage);
  const [head = '', claims = '', signature = ''] = victim.token.split('.');
  const good = { sub: victim.id, iat: now(), exp: now() + 3600 };
  const tokens: [string, string][] = [
    ...headersOf(attack.stage.letta.url).map((header): [string, string] => [
      `header ${JSON.stringify(header)}`,
      forge(header, good, 'x'),
    ]),
    ...['HS384', 'HS512'].map((alg): [string, string] => [
      `${alg} by the right secret`,
      forge({ alg, typ: 'JWT' }, good, PLANTED.secret, alg.replace('HS', 'sha')),
    ]),
    ['unsigned', `${head}.${claims}.`],
    ['without the last part', `${head}.${claims}`],
    ['with a part more', `${victim.token}.x`],
    ['a changed signature', `${head}.${claims}.${signature.slice(0, -4)}AAAA`],
    ['other claims under it', `${head}.${encode({ ...good, sub: `visitor-${crypto.randomUUID()}` })}.${signature}`],
    ['a longer life under it', `${head}.${encode({ ...good, exp: 9e9 })}.${signature}`],
    ...['', 'x', 'secret', SITE, PLANTED.key, 'your-256-bit-secret'].map((secret): [string, string] => [
      `signed by "${secret.slice(0, 6)}"`,
      forge(HS256, good, secret),
    ]),
    ['expired', forge(HS256, { ...good, exp: now() - 1 }, PLANTED.secret)],
    ['without an end', forge(HS256, { sub: victim.id }, PLANTED.secret)],
    ['not yet valid', forge(HS256, { ...good, nbf: now() + 3600 }, PLANTED.secret)],
    ...[
      'admin',
      '',
      'visitor-',
      `${victim.id}x`,
      `../${victim.id}`,
      'deployment',
      null,
      1,
      [victim.id],
      { $ne: '' },
    ].map((sub): [string, string] => [`of ${JSON.stringify(sub)}`, forge(HS256, { ...good, sub }, PLANTED.secret)]),
    ...['a.b.c', '..', '.', 'null', '{}', 'x'.repeat(8_000), `${'e30.'.repeat(500)}x`].map(
      (token): [string, string] => [token.slice(0, 10), token],
    ),
  ];
  for (const [name, token] of tokens) {
    const headers = { ...JSON_TYPE, authorization: `Bearer ${token}` };
    await attack.refused(
      `a token ${name}`,
      { path: '/v1/conversations', headers },
      { status: 401, code: 'unauthorized' },
    );
    if (name === 'expired' || name === 'not yet valid') continue; // an expired one may be renewed by its visitor
    await attack.refused(
      `renewing ${name}`,
      { method: 'POST', path: '/v1/visitors', headers, body: '{}' },
      { status: 401, code: 'unauthorized' },
    );
  }
}

async function identities(attack: Attack): Promise<void> {
  const claims = () => ({ sub: 'anna', aud: 'letta-chat', iss: 'https://shop.example', iat: now(), exp: now() + 300 });
  const issue = (identity: unknown) => ({
    method: 'POST',
    path: '/v1/visitors',
    headers: JSON_TYPE,
    body: JSON.stringify({ identity }),
  });
  const wrong: [string, object][] = [
    ['expired', { exp: now() - 1 }],
    ['without an end', { exp: undefined }],
    ['that lives for a year', { exp: now() + 31_536_000 }],
    ['not yet valid', { nbf: now() + 3600 }],
    ['from the future', { iat: now() + 3600 }],
    ...['other', '', null, ['other'], 'letta-chat2', 'LETTA-CHAT', { 0: 'letta-chat' }].map((aud): [string, object] => [
      `for ${JSON.stringify(aud)}`,
      { aud },
    ]),
    ...['https://evil.example', '', null, 'https://shop.example/', ['https://shop.example']].map(
      (iss): [string, object] => [`of ${JSON.stringify(iss)}`, { iss }],
    ),
    ...['', null, 1, {}, ['anna'], 'x'.repeat(501)].map((sub): [string, object] => [
      `for the user ${JSON.stringify(sub)?.slice(0, 20)}`,
      { sub },
    ]),
    ...['x', {}, null, '9e9'].map((exp): [string, object] => [`ending ${JSON.stringify(exp)}`, { exp }]),
  ];
  const refusal = { status: 401, code: 'identity_refused' };
  for (const [name, change] of wrong) {
    await attack.refused(`an identity ${name}`, issue(forge(HS256, { ...claims(), ...change }, SITE)), refusal);
  }
  for (const header of headersOf(attack.stage.letta.url)) {
    await attack.refused(`an identity by ${JSON.stringify(header)}`, issue(forge(header, claims(), 'x')), refusal);
    const unsigned = `${encode(header)}.${encode(claims())}.`;
    await attack.refused(`unsigned by ${JSON.stringify(header)}`, issue(unsigned), refusal);
  }
  for (const secret of ['', 'x', PLANTED.secret, PLANTED.key, 'letta-chat']) {
    await attack.refused(
      `an identity signed by "${secret.slice(0, 6)}"`,
      issue(forge(HS256, claims(), secret)),
      refusal,
    );
  }
  for (const identity of ['', 'x', 'a.b.c', '..', 'e30.e30.', 'x'.repeat(10_000)]) {
    await attack.refused(`no identity: ${identity.slice(0, 9)}`, issue(identity), refusal);
  }
  for (const identity of [null, 1, {}, []]) {
    await attack.refused(`no text: ${JSON.stringify(identity)}`, issue(identity), {
      status: 400,
      code: 'invalid_request',
    });
  }
  await attack.case('the right one is let in, always as the same and as nobody else', async () => {
    const ids = [];
    for (const sub of ['anna', 'anna', 'boris', 'anna ', 'Anna']) {
      const { status, text } = await attack.ask(issue(await sign({ ...claims(), sub }, SITE)));
      assert.equal(status, 201, text);
      ids.push(JSON.parse(text).visitor_id);
    }
    assert.equal(ids[0], ids[1]);
    assert.equal(new Set(ids).size, 4);
  });
}
