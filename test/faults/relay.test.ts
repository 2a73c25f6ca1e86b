import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { after, afterEach, test } from 'node:test';
import { createMessageReader } from './messages.ts';
import { createRelay, type Plan, type Relay } from './relay.ts';

const TEXT = 'data: "🙂 مرحبا é"\n\n';
const BYTES = Buffer.from(TEXT);

const requests: string[] = [];
const answer: RequestListener = (request, response) => {
  requests.push(`${request.method} ${request.url}`);
  request.resume();
  if (request.url === '/fixed') return void response.setHeader('content-length', BYTES.length).end(BYTES);
  if (request.url === '/empty') return void response.writeHead(204).end();
  response.setHeader('content-type', 'text/event-stream');
  response.write(BYTES.subarray(0, 10));
  response.end(BYTES.subarray(10));
};
const server = createServer(answer).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const address = server.address();
const port = typeof address === 'object' && address ? address.port : 0;
after(() => server.close());

let relay: Relay | undefined;
afterEach(() => {
  requests.length = 0;
  return relay?.close();
});

async function throughRelay(plan?: Plan): Promise<Relay> {
  relay = await createRelay({ port, record: true, ...(plan && { plan }) });
  return relay;
}

/** What a reader gets before the body ends or breaks. */
async function read(url: string): Promise<{ bytes: Buffer; broken: boolean }> {
  const { body } = await fetch(url);
  const pieces: Uint8Array[] = [];
  let broken = false;
  try {
    for await (const piece of body ?? []) pieces.push(piece);
  } catch {
    broken = true;
  }
  return { bytes: Buffer.concat(pieces), broken };
}

/** The packets of an answer as a bare socket sees them; `fetch` may join what has arrived. */
function readPackets(url: string): Promise<Buffer[]> {
  const { port, pathname } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`GET ${pathname} HTTP/1.1\r\nhost: relay\r\nconnection: close\r\n\r\n`);
  const packets: Buffer[] = [];
  return new Promise((resolve, reject) => {
    socket.on('data', (packet) => packets.push(packet)).on('error', reject);
    socket.on('end', () => resolve(packets));
  });
}

test('without a plan every answer passes unchanged, over one connection', async () => {
  const { url, exchanges } = await throughRelay();
  for (const path of ['/stream', '/fixed', '/stream']) {
    assert.deepEqual(await read(url + path), { bytes: BYTES, broken: false }, path);
  }
  assert.equal((await fetch(`${url}/empty`, { method: 'POST', body: 'x'.repeat(100_000) })).status, 204);
  assert.deepEqual(
    exchanges.map(({ method, path, status, received, done }) => ({ method, path, status, received, done })),
    [
      { method: 'GET', path: '/stream', status: 200, received: BYTES.length, done: true },
      { method: 'GET', path: '/fixed', status: 200, received: BYTES.length, done: true },
      { method: 'GET', path: '/stream', status: 200, received: BYTES.length, done: true },
      { method: 'POST', path: '/empty', status: 204, received: 0, done: true },
    ],
  );
  assert.deepEqual(Buffer.concat(exchanges[0]!.body), BYTES);
  assert.ok(relay!.sockets <= 4, 'the connection is kept alive and used again');
});

for (const path of ['/stream', '/fixed']) {
  for (const how of ['fin', 'reset'] as const) {
    test(`a cut by ${how} lets exactly the bytes before the offset through (${path})`, async () => {
      for (let after = 0; after <= BYTES.length; after++) {
        const { url, exchanges } = await throughRelay(() => ({ kind: 'cut', after, how }));
        const { bytes, broken } = await read(url + path);
        assert.deepEqual(bytes, BYTES.subarray(0, after), `offset ${after}`);
        // With a fixed length the last byte completes the body: nothing is left to break.
        assert.equal(broken, path === '/stream' || after < BYTES.length, `offset ${after}`);
        assert.equal(exchanges[0]!.faulted, true);
        await relay!.close();
      }
    });
  }
}

test('an early end looks like a complete answer that is too short', async () => {
  for (let after = 0; after <= BYTES.length; after++) {
    const { url } = await throughRelay(() => ({ kind: 'cut', after, how: 'end' }));
    const { bytes, broken } = await read(`${url}/stream`);
    assert.deepEqual({ bytes, broken }, { bytes: BYTES.subarray(0, after), broken: false });
    await relay!.close();
  }
});

test('an offset behind the end of the body cuts nothing', async () => {
  const { url, exchanges } = await throughRelay(() => ({ kind: 'cut', after: BYTES.length + 1, how: 'end' }));
  assert.deepEqual((await read(`${url}/stream`)).bytes, BYTES);
  assert.equal(exchanges[0]!.faulted, false);
});

test('a lost answer leaves the request done and the client with nothing', async () => {
  for (const [how, after] of [
    ['fin', 0],
    ['reset', 0],
    ['fin', 20],
    ['reset', 20],
  ] as const) {
    const { url } = await throughRelay(() => ({ kind: 'lose', how, after }));
    await assert.rejects(fetch(`${url}/stream`, { method: 'POST', body: 'hello' }), TypeError);
    await relay!.close();
  }
  assert.deepEqual(requests, Array(4).fill('POST /stream'));
});

test('a refused request never arrives', async () => {
  const { url } = await throughRelay(() => ({ kind: 'refuse' }));
  await assert.rejects(fetch(`${url}/stream`), TypeError);
  assert.deepEqual(requests, []);
});

test('a gateway answers instead, with or without the request arriving', async () => {
  for (const forward of [false, true]) {
    const { url } = await throughRelay(() => ({ kind: 'answer', status: 502, body: '<h1>Bad gateway</h1>', forward }));
    const response = await fetch(`${url}/stream`);
    assert.equal(response.status, 502);
    assert.equal(await response.text(), '<h1>Bad gateway</h1>');
    assert.deepEqual(requests, forward ? ['GET /stream'] : []);
    await relay!.close();
  }
});

test('a stalled answer is silent until it is released', async () => {
  let release: (value?: unknown) => void = () => undefined;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  const { url } = await throughRelay(() => ({ kind: 'stall', after: 8, released }));
  const reader = (await fetch(`${url}/stream`)).body!.getReader();
  const first = await reader.read();
  assert.deepEqual(Buffer.from(first.value!), BYTES.subarray(0, 8));
  const rest = reader.read();
  release();
  assert.equal(Buffer.from((await rest).value!)[0], BYTES[8]);
  await reader.cancel();
});

test('a split answer arrives in the wanted pieces, inside a character too', async () => {
  const inside = BYTES.indexOf(Buffer.from('🙂')) + 2;
  const { url } = await throughRelay(() => ({ kind: 'split', at: [inside] }));
  const packets = await readPackets(`${url}/fixed`);
  assert.deepEqual(packets.at(-1), BYTES.subarray(inside));
  relay!.reset(() => ({ kind: 'split', at: 'every byte' }));
  assert.deepEqual(
    (await readPackets(`${url}/fixed`)).slice(-BYTES.length + 1),
    [...BYTES].slice(1).map((byte) => Buffer.of(byte)),
  );
  assert.deepEqual(await read(`${url}/stream`), { bytes: BYTES, broken: false });
});

test('a delayed answer is complete', async () => {
  const { url, exchanges } = await throughRelay(() => ({ kind: 'delay', ms: 1 }));
  assert.deepEqual((await read(`${url}/stream`)).bytes, BYTES);
  assert.equal(exchanges[0]!.faulted, true);
});

test('the plan picks its exchange by path and number', async () => {
  const { url } = await throughRelay(({ path }, nth) =>
    path === '/fixed' && nth === 1 ? { kind: 'refuse' } : undefined,
  );
  assert.equal((await read(`${url}/stream`)).broken, false);
  await assert.rejects(read(`${url}/fixed`));
  assert.equal((await read(`${url}/fixed`)).broken, false);
});

test('a relay that is down refuses connections and comes back on the same port', async () => {
  const { url } = await throughRelay();
  await read(`${url}/stream`);
  await relay!.refuse();
  const refused = await new Promise((resolve) =>
    connect(Number(new URL(url).port), '127.0.0.1').once('error', resolve),
  );
  assert.match(String(refused), /ECONNREFUSED/);
  await relay!.accept();
  assert.equal((await read(`${url}/stream`)).broken, false);
});

test('nothing stays open behind a closed relay', async () => {
  const { url } = await throughRelay(() => ({ kind: 'stall', after: 3, released: new Promise(() => undefined) }));
  const reading = read(`${url}/stream`);
  while (!relay!.exchanges[0]?.faulted) await new Promise(setImmediate);
  await relay!.close();
  assert.equal((await reading).broken, true);
  while (relay!.sockets > 0) await new Promise(setImmediate);
});

test('messages are read the same whatever the chunks are', () => {
  const wire = Buffer.from(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;x=y\r\n!\r\n0\r\n\r\nHTTP/1.1 204 No\r\n\r\n',
  );
  for (let size = 1; size <= wire.length; size++) {
    const reader = createMessageReader('response');
    let payload = '';
    let messages = 0;
    let passed = '';
    for (let from = 0; from < wire.length; from += size) {
      for (const { kind, bytes, last } of reader.read(wire.subarray(from, from + size))) {
        passed += bytes.toString();
        if (kind === 'payload') payload += bytes.toString();
        if (last) messages += 1;
      }
    }
    assert.deepEqual(
      { payload, messages, passed },
      { payload: 'hello!', messages: 2, passed: wire.toString() },
      `pieces of ${size}`,
    );
  }
});
