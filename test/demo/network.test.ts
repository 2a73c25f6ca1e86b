/** The demo's relay: what each fault does to real connections. */
import assert from 'node:assert/strict';
import { createServer, type RequestListener, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { createNetwork, SLOW_BY } from '../../demo/network.ts';

async function listen(t: TestContext, listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A relay before a server that does as the listener says. */
async function setUp(t: TestContext, listener: RequestListener) {
  const target = await listen(t, listener);
  let up = true;
  const network = createNetwork(() => (up ? target : null));
  const port = await listen(t, network.handle);
  const stopProxy = () => {
    up = false;
  };
  return { network, stopProxy, url: `http://127.0.0.1:${port}` };
}

/** Sends one event and then waits for `more` before the second. */
function streaming(more: Promise<unknown>): RequestListener {
  return async (_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
    outgoing.write('first');
    await more;
    outgoing.end('second');
  };
}

/** A promise that the test resolves when it sees fit. */
function signal() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}

const decoder = new TextDecoder();

test('a request passes with its method, headers and body, and so does the answer', async (t) => {
  const { url } = await setUp(t, async (incoming, outgoing) => {
    const body = await text(incoming);
    outgoing.writeHead(418, { 'x-echo': String(incoming.headers['x-say']) });
    outgoing.end(`${incoming.method} ${incoming.url} ${body}`);
  });
  const response = await fetch(`${url}/v1/a?b=c`, { method: 'POST', headers: { 'x-say': 'hello' }, body: 'words' });
  assert.equal(response.status, 418);
  assert.equal(response.headers.get('x-echo'), 'hello');
  assert.equal(await response.text(), 'POST /v1/a?b=c words');
});

test('events pass one by one', async (t) => {
  const more = signal();
  const { url } = await setUp(t, streaming(more.promise));
  const reader = (await fetch(url)).body!.getReader();
  assert.equal(decoder.decode((await reader.read()).value), 'first');
  more.resolve();
  assert.equal(decoder.decode((await reader.read()).value), 'second');
});

test('offline, a connection is reset before anything is answered', async (t) => {
  const { url, network } = await setUp(t, (_incoming, outgoing) => void outgoing.end('never'));
  network.setMode('offline');
  await assert.rejects(fetch(url));
  network.setMode('online');
  assert.equal(await (await fetch(url)).text(), 'never');
});

for (const fault of ['cut', 'offline'] as const) {
  test(`${fault} breaks a stream that is under way, on both sides`, async (t) => {
    const gone = signal();
    const { url, network } = await setUp(t, (_incoming, outgoing) => {
      outgoing.on('close', () => gone.resolve());
      outgoing.write('first');
    });
    const reader = (await fetch(url)).body!.getReader();
    await reader.read();
    if (fault === 'cut') assert.equal(network.cut(), 1);
    else network.setMode('offline');
    await assert.rejects(reader.read());
    await gone.promise;
    assert.equal(network.cut(), 0);
  });
}

test('a visitor who leaves takes the connection to the proxy along', async (t) => {
  const gone = signal();
  const { url } = await setUp(t, (_incoming, outgoing) => {
    outgoing.on('close', () => gone.resolve());
    outgoing.write('first');
  });
  const controller = new AbortController();
  const response = await fetch(url, { signal: controller.signal });
  await response.body!.getReader().read();
  controller.abort();
  await gone.promise;
});

test('a slow line delivers everything later and in order', async (t) => {
  const { url, network } = await setUp(t, streaming(Promise.resolve()));
  network.setMode('slow');
  const started = performance.now();
  assert.equal(await (await fetch(url, { method: 'POST', body: 'x' })).text(), 'firstsecond');
  // At least: a loaded machine may take any longer. Timers may fire a millisecond early.
  assert.ok(performance.now() - started >= 2 * SLOW_BY - 5);
});

test('while the proxy is down the answer is a load balancer’s page', async (t) => {
  const { url, stopProxy } = await setUp(t, (_incoming, outgoing) => void outgoing.end());
  stopProxy();
  const response = await fetch(url);
  assert.equal(response.status, 502);
  assert.match(response.headers.get('content-type') ?? '', /html/);
});

test('a proxy that dies before it answers gives the same page', async (t) => {
  const { url } = await setUp(t, (incoming) => void incoming.socket.destroy());
  assert.equal((await fetch(url)).status, 502);
});

test('an answer that dies half-way does not look whole', async (t) => {
  const { url } = await setUp(t, (_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-length': '100' });
    outgoing.write('half', () => outgoing.destroy());
  });
  const ended = await new Promise<boolean>((resolve, reject) => {
    request(url, (response) => {
      response.on('error', () => undefined).on('close', () => resolve(response.complete));
      response.resume();
    })
      .on('error', reject)
      .end();
  });
  assert.equal(ended, false);
});
