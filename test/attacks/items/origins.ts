/** 4. CORS as a lock: with any origin, or with none, a caller gets what the token opens and nothing else. */
import assert from 'node:assert/strict';
import type { Attack, Item } from '../attack.ts';
import type { Answer } from '../http.ts';
import { CONVERSATION_ROUTES, enter, JSON_TYPE } from '../visitor.ts';

const ALLOWED = ['https://shop.example', 'https://a.shops.example'];

const REFUSED = [
  ...['https://evil.example', 'http://shop.example', 'https://shop.example:444', 'https://shop.example.evil.example'],
  ...[
    'https://evilshop.example',
    'https://shops.example',
    'https://evilshops.example',
    'https://a.shops.example.evil.example',
  ],
  ...[
    'https://evil.example/.shops.example',
    'https://evil.example#.shops.example',
    'https://evil.example?.shops.example',
  ],
  ...[
    'https://evil.example\\.shops.example',
    'https://a b.shops.example',
    'https://.shops.example',
    'https://a..shops.example',
  ],
  ...[
    'https://user@a.shops.example',
    'https://*.shops.example',
    '*',
    'null',
    'NULL',
    'file://',
    'data:',
    'about:blank',
    'https://',
  ],
  ...[
    'chrome-extension://abcdef',
    'moz-extension://x',
    'https://shop.example, https://evil.example',
    'https://shop.example/',
    'x',
  ],
  ...[
    'https://xn--shp-hoa.example',
    'https://shop.example%00.evil.example',
    'https://shop.example;',
    'javascript://shop.example',
  ],
];

export const origins: Item = {
  number: 4,
  title: 'CORS as a lock',
  independent: true,
  async run(attack) {
    await withoutToken(attack);
    await forged(attack);
    await hosts(attack);
  },
};

/** Whatever the page: without a token nothing opens. */
async function withoutToken(attack: Attack): Promise<void> {
  const owner = await enter(attack.stage);
  const id = await owner.converse();
  for (const origin of [undefined, ...ALLOWED]) {
    const headers = { ...JSON_TYPE, ...(origin !== undefined && { origin }) };
    for (const [method, rest, body] of CONVERSATION_ROUTES) {
      const question = { method, path: `/v1/conversations/${id}${rest}`, headers };
      const asked = body === undefined ? question : { ...question, body: JSON.stringify(body) };
      await attack.refused(`${method} ${rest} from ${origin}`, asked, { status: 401, code: 'unauthorized' });
    }
    for (const path of ['/v1/agents', '/v1/conversations']) {
      await attack.refused(`${path} from ${origin}`, { path, headers }, { status: 401, code: 'unauthorized' });
    }
  }
}

/** A forged or foreign origin is told so, can read that, and costs Letta nothing, token or not. */
async function forged(attack: Attack): Promise<void> {
  const { headers } = await enter(attack.stage);
  for (const origin of REFUSED) {
    for (const [method, path] of [
      ['POST', '/v1/visitors'],
      ['GET', '/v1/agents'],
      ['POST', '/v1/conversations'],
    ] as const) {
      const question = { method, path, headers: { ...headers, origin } };
      await attack.refused(`${method} ${path} from ${origin}`, question, { status: 403, code: 'origin_not_allowed' });
    }
    await attack.case(`the headers for ${origin}`, async () => {
      const answer = await attack.ask({ path: '/v1/agents', headers: { ...headers, origin } });
      assert.equal(answer.headers['access-control-allow-origin'], origin);
      checkCors(answer);
    });
  }
  for (const origin of [undefined, ...ALLOWED]) {
    await attack.case(`a token opens the same from ${origin}`, async () => {
      const answer = await attack.ask({ path: '/v1/agents', headers: { ...headers, ...(origin && { origin }) } });
      assert.equal(answer.status, 200);
      assert.equal(answer.headers['access-control-allow-origin'], origin);
      checkCors(answer);
    });
  }
}

/** No browser sends cookies along, and no cache mixes two sites up. */
function checkCors({ headers }: Answer): void {
  assert.equal(headers['access-control-allow-credentials'], undefined);
  assert.match(headers['vary'] ?? '', /origin/i);
}

/** Who says by `Host` that the proxy is of the same origin gets what one without an origin gets: the token decides. */
async function hosts(attack: Attack): Promise<void> {
  for (const host of ['evil.example', 'shop.example', '127.0.0.1', 'localhost:1', 'x'.repeat(200)]) {
    for (const name of ['host', 'x-forwarded-host', 'forwarded', 'x-original-host', 'x-host']) {
      const value = name === 'forwarded' ? `host=${host}` : host;
      const headers = { ...JSON_TYPE, origin: `https://${host}`, [name]: value };
      await attack.case(`${name}: ${host}`, async () => {
        for (const path of ['/v1/agents', '/v1/conversations']) {
          const { status } = await attack.ask({ path, headers });
          assert.ok([400, 401, 403, 404].includes(status), `${status}`); // 401 where the host is believed, and no more
        }
        assert.equal(attack.stage.letta.reached.length, 0, 'nothing reaches Letta');
        if (name === 'host') return;
        const { status } = await attack.ask({ method: 'POST', path: '/v1/visitors', headers });
        assert.equal(status, host === 'shop.example' ? 201 : 403, 'only Host itself is believed');
      });
    }
  }
}
