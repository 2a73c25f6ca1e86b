import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Visitor } from '../../proxy/protocol.ts';
import { RequestError } from '../../widget/transport/failure.ts';
import { listConversations, readHistory } from '../../widget/transport/lists.ts';
import { createTransport, type TransportOptions } from '../../widget/transport/transport.ts';

type Answer = (request: Request) => Response | Promise<Response>;

const { signal } = new AbortController();

/** A transport whose proxy answers as the test says; visitors are made as `token-1`, `token-2`, … */
function open(answer: Answer, options: Partial<TransportOptions> = {}) {
  const requests: Request[] = [];
  let kept: Visitor | null = null;
  let made = 0;
  const transport = createTransport({
    proxy: 'http://proxy.test',
    async fetch(input, init) {
      const request = new Request(input, init);
      requests.push(request);
      if (!request.url.endsWith('/v1/visitors')) return answer(request);
      const visitor = { token: `token-${++made}`, visitor_id: 'v', expires_at: '2030-01-01T00:00:00Z' };
      return Response.json(visitor, { status: 201 });
    },
    isOnline: () => true,
    load: async () => kept,
    save: async (visitor) => {
      kept = visitor;
    },
    alone: (work) => work(),
    ...options,
  });
  return { transport, requests, made: () => made };
}

const refusal = (code: string, status: number, headers = {}) =>
  Response.json({ error: { code, message: 'why', request_id: 'r-1' } }, { status, headers });

async function failureOf(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof RequestError, String(error));
  return error.failure;
}

const failures: [string, Answer, object][] = [
  [
    'a refusal of the proxy is told by its code',
    () => refusal('too_large', 413),
    { code: 'too_large', requestId: 'r-1' },
  ],
  [
    'a time to wait is told in milliseconds',
    () => refusal('rate_limited', 429, { 'retry-after': '3' }),
    { code: 'rate_limited', retryAfter: 3000 },
  ],
  [
    'a gateway’s page is not an answer of the proxy',
    () => new Response('<h1>502</h1>', { status: 502 }),
    { code: 'unreachable' },
  ],
  ['a website at the address is not the proxy', () => new Response('<h1>Hello</h1>'), { code: 'unreachable' }],
  ['JSON of something else is not an answer either', () => Response.json({ hello: 1 }), { code: 'unreachable' }],
  [
    'an unknown code is not an answer of a proxy that this widget understands',
    () => refusal('new_code', 400),
    { code: 'unreachable' },
  ],
  ['no answer is told as such', () => Promise.reject(new TypeError('fetch failed')), { code: 'unreachable' }],
];

for (const [name, answer, expected] of failures) {
  test(name, async () => {
    const { transport } = open(answer);
    const failure = await failureOf(listConversations(transport, signal));
    assert.deepEqual({ ...failure, ...expected }, failure);
  });
}

test('without a network the code says so', async () => {
  const { transport } = open(() => Promise.reject(new TypeError('fetch failed')), { isOnline: () => false });
  assert.equal((await failureOf(listConversations(transport, signal))).code, 'offline');
});

test('many requests at once ask for one visitor', async () => {
  const { transport, made } = open(() => Response.json([]));
  await Promise.all([
    transport.list('/v1/agents', signal),
    listConversations(transport, signal),
    transport.list('/v1/agents', signal),
  ]);
  assert.equal(made(), 1);
});

test('a refused token is renewed once; a second refusal is told', async () => {
  const { transport, made, requests } = open(({ headers }) =>
    headers.get('authorization') === 'Bearer token-2' ? Response.json([]) : refusal('unauthorized', 401),
  );
  assert.deepEqual(await transport.list('/v1/agents', signal), []);
  assert.equal(made(), 2);
  const renewal = requests.filter(({ url }) => url.endsWith('/visitors'))[1];
  assert.equal(renewal?.headers.get('authorization'), 'Bearer token-1', 'so that the visitor stays the same');
  const never = open(() => refusal('unauthorized', 401));
  assert.equal((await failureOf(never.transport.list('/v1/agents', signal))).code, 'unauthorized');
  assert.equal(never.made(), 2);
});

test('an old token that the proxy does not know is left out the second time', async () => {
  let asked = 0;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.url.endsWith('/agents')) {
      return request.headers.get('authorization') === 'Bearer fresh' ? Response.json([]) : refusal('unauthorized', 401);
    }
    asked++;
    if (request.headers.has('authorization')) return refusal('unauthorized', 401);
    return Response.json({ token: 'fresh', visitor_id: 'v', expires_at: 'x' }, { status: 201 });
  };
  const load = async () => ({ token: 'forged', visitor_id: 'v', expires_at: 'x' });
  const { transport } = open(() => Response.json([]), { fetch, load });
  await transport.list('/v1/agents', signal);
  assert.equal(asked, 2);
});

test('the token is never in an address', async () => {
  const { transport, requests } = open(() => Response.json([]));
  await readHistory(transport, 'conv-1', 'message-1', signal);
  await listConversations(transport, signal);
  for (const { url } of requests) assert.doesNotMatch(url, /token/);
});

test('an answer that takes too long is no answer', async () => {
  const hangs: Answer = ({ signal: gone }) =>
    new Promise((_, reject) => gone.addEventListener('abort', () => reject(gone.reason)));
  const { transport } = open(hangs, { timeLimits: { answer: 20 } });
  assert.equal((await failureOf(transport.list('/v1/agents', signal))).code, 'unreachable');
});

test('a request that is given up rejects with the reason, and is no failure', async () => {
  const controller = new AbortController();
  const { transport } = open(() => Response.json([]));
  controller.abort(new Error('given up'));
  await assert.rejects(transport.list('/v1/agents', controller.signal), /given up/);
});

const encoder = new TextEncoder();

/** A stream that gives the chunks and then ends, or hangs. */
const stream = (chunks: readonly Uint8Array[], { hangs = false } = {}) =>
  new Response(
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(chunk);
        if (!hangs) controller.close();
      },
    }),
    { headers: { 'content-type': 'text/event-stream' } },
  );

const event = (content: string) =>
  `data: ${JSON.stringify({ message_type: 'assistant_message', id: 'm', content })}\n\n`;

test('events are the same wherever the stream is cut into chunks, inside characters too', async () => {
  const bytes = encoder.encode(
    `${event('Grüße 🐈')}: a comment\r\n\r\n${event('世界')}data: nonsense\n\ndata: [DONE]\n\n`,
  );
  for (let at = 1; at < bytes.length; at++) {
    const { transport } = open(() => stream([bytes.slice(0, at), bytes.slice(at)]));
    const heard: unknown[] = [];
    await transport.resume(
      'conv-1',
      {},
      {
        signal,
        onOpen: () => undefined,
        onEvent: (told) => heard.push('content' in told && told.content),
      },
    );
    assert.deepEqual(heard, ['Grüße 🐈', '世界'], `cut at ${at}`);
  }
});

test('a stream that falls silent is given up', async () => {
  const { transport } = open(() => stream([encoder.encode(event('a'))], { hangs: true }), {
    timeLimits: { silence: 20 },
  });
  const line = { signal, onOpen: () => undefined, onEvent: () => undefined };
  assert.equal((await failureOf(transport.resume('conv-1', {}, line))).code, 'unreachable');
});

test('a step’s reasoning and reply keep their order though the list is newest first', async () => {
  const message = (message_type: string, id: string) => ({ message_type, id, content: id, reasoning: id });
  const list = [
    message('user_message', '3'),
    message('reasoning_message', '2'),
    message('assistant_message', '2'),
    message('user_message', '1'),
  ];
  const { transport } = open(() => Response.json(list));
  const { messages, whole } = await readHistory(transport, 'conv-1', null, signal);
  assert.deepEqual(
    messages.map(({ id, message_type }) => `${id} ${message_type}`),
    ['1 user_message', '2 reasoning_message', '2 assistant_message', '3 user_message'],
  );
  assert.equal(whole, true);
});
