// How the proxy on Node asks: real connections to a server that closes them at bad moments.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { after, test } from 'node:test';
import { loadNodeFetch } from '../../proxy/node-fetch.ts';

const nodeFetch = await loadNodeFetch();

const BODY = 'x'.repeat(64 * 1024);

/** Answers each connection with these heads and the body, and closes it. */
async function serve(...heads: readonly string[]): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined); // whoever asked has gone
    socket.once('data', () => socket.end(`${['HTTP/1.1 200 OK', ...heads].join('\r\n')}\r\n\r\n${BODY}`));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

// What went wrong here was thrown where nobody could catch it, and took the whole proxy down:
// https://github.com/nodejs/undici/issues/5360
for (const [what, ...heads] of [
  ['whose length is told', `content-length: ${BODY.length}`],
  ['that ends with its connection', 'content-type: text/event-stream'],
] as const) {
  test(`an answer ${what} may end before anybody reads it`, async () => {
    const url = await serve(...heads, 'connection: close');
    const response = await nodeFetch(url);
    const [other] = await Promise.all([nodeFetch(url), nodeFetch(url)]); // by now the first connection has ended
    assert.equal(await other.text(), BODY);
    assert.equal(await response.text(), BODY);
  });
}

test('an answer that is cut is an error for whoever reads it, and for nobody else', async () => {
  const response = await nodeFetch(await serve(`content-length: ${BODY.length + 1}`, 'connection: close'));
  await assert.rejects(response.text());
});
