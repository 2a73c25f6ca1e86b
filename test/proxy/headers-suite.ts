// The headers of every answer: all routes × (answered, refused, preflight), in process and in workerd.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newVisitor, ORIGIN, type Rig, type Visitor } from './rig.ts';

const UNKNOWN = 'conv-00000000-0000-4000-8000-000000000000';
const MESSAGE = { messages: [{ role: 'user', content: 'hello' }] };

type Route = readonly [method: string, path: string, body?: unknown];

/** Every route of the API; `ID` is put in. Deleting comes last. */
const API: readonly Route[] = [
  ['POST', '/v1/visitors'],
  ['GET', '/v1/agents'],
  ['GET', '/v1/conversations'],
  ['POST', '/v1/conversations'],
  ['GET', '/v1/conversations/ID'],
  ['PATCH', '/v1/conversations/ID', { summary: 'Renamed' }],
  ['GET', '/v1/conversations/ID/messages'],
  ['POST', '/v1/conversations/ID/messages', MESSAGE],
  ['POST', '/v1/conversations/ID/messages', { ...MESSAGE, streaming: false }],
  ['POST', '/v1/conversations/ID/fork'],
  ['DELETE', '/v1/conversations/ID'],
  ['DELETE', '/v1/visitors/me'],
];

/** What is refused whatever one brings. */
const REFUSED: readonly (readonly [...Route, status: number])[] = [
  ['POST', '/v1/conversations/ID/cancel', undefined, 409],
  ['POST', '/v1/conversations/ID/stream', { otid: UNKNOWN }, 400],
  ['POST', '/v1/conversations/ID/messages', { messages: [] }, 400],
  ['PUT', '/v1/agents', undefined, 405],
  ['GET', '/v1/nothing', undefined, 404],
];

function checkSafe({ headers }: Response, what: string): void {
  assert.equal(headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'", what);
  assert.equal(headers.get('x-content-type-options'), 'nosniff', what);
  assert.equal(headers.get('referrer-policy'), 'no-referrer', what);
  assert.match(headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/, what);
}

function checkApi(response: Response, what: string): void {
  checkSafe(response, what);
  const { headers } = response;
  assert.match(headers.get('cache-control') ?? '', /^no-store/, what);
  assert.match(headers.get('vary') ?? '', /\bOrigin\b/i, what);
  assert.equal(headers.get('access-control-allow-origin'), ORIGIN, what);
}

export function headersOfAll(start: () => Promise<Rig>): void {
  let rig: Rig;
  let visitor: Visitor;
  let id = '';
  before(async () => {
    rig = await start();
    visitor = await newVisitor(rig);
    id = await visitor.converse();
  });
  after(() => rig.close());
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await visitor.raw(method, path.replace('ID', id), body, { headers: { origin: ORIGIN } });
    await response.text();
    return response;
  };

  for (const [method, path, body, status] of REFUSED) {
    test(`${method} ${path} refused by ${status} has its headers`, async () => {
      const response = await ask(method, path, body);
      assert.equal(response.status, status);
      checkApi(response, 'refused');
    });
  }

  for (const [method, path, body] of API) {
    test(`${method} ${path}${body ? ` ${JSON.stringify(body)}` : ''} has its headers: answered, refused, as a preflight`, async () => {
      const preflight = await rig.request(path.replace('ID', id), {
        method: 'OPTIONS',
        headers: { origin: ORIGIN, 'access-control-request-method': method },
      });
      assert.equal(preflight.status, 204);
      checkApi(preflight, 'preflight');
      const refused = await rig.request(path.replace('ID', UNKNOWN), {
        method,
        headers: { origin: ORIGIN, authorization: 'Bearer forged' },
      });
      assert.equal(refused.status, 401);
      await refused.text();
      checkApi(refused, 'refused');
      const answered = await ask(method, path, body);
      assert.ok(answered.ok, `${answered.status}`);
      checkApi(answered, 'answered');
    });
  }

  test('what is beside the API has them, too: health, unknown paths, the files of the widget', async () => {
    for (const [path, status, caching] of [
      ['/healthz', 200, 'no-store'],
      ['/', 404, 'no-store'],
      ['/nothing.js', 404, 'no-store'],
      ['/letta-chat.js', 200, 'public, max-age=300'],
    ] as const) {
      const response = await rig.request(path);
      await response.text();
      assert.deepEqual([response.status, response.headers.get('cache-control')], [status, caching], path);
      checkSafe(response, path);
    }
  });
}
