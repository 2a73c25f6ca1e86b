// What a visitor and the operator get when Letta fails: the visitor a code, the operator the sentence that says what to do.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryStore } from '../../proxy/store/memory.ts';
import { answerSends, event, problem, streamOf } from './failing.ts';
import { type LocalRig, newVisitor, parseEvents, type RigOptions, readUntil, replyOf, typesOf, until } from './rig.ts';
import { rigsOfTests } from './rigs.ts';

const start = rigsOfTests();

const PING = event({ message_type: 'ping', run_id: 'run-1', seq_id: 1 });
const DELTA = event({ message_type: 'assistant_message', id: 'message-1', content: 'partial', seq_id: 2 });

for (const [what, options, provoke, sentence] of [
  [
    'a wrong API key',
    { apiKey: 'right', settings: { LETTA_API_KEY: 'wrong' } },
    () => null,
    /refused LETTA_API_KEY \(401\)\. Set it to/,
  ],
  ['no API key', { apiKey: 'right' }, () => null, /wants an API key \(401\)\. Set LETTA_API_KEY/],
  [
    'an unknown agent',
    { settings: { LETTA_AGENT_ID: 'agent-none', AGENTS: '' } },
    () => null,
    /knows no agent agent-none\. Set LETTA_AGENT_ID/,
  ],
  [
    'an unreachable Letta',
    {},
    (rig: LocalRig) => {
      rig.simulator.control.offline = true;
    },
    /did not answer.*Is it running, and is LETTA_BASE_URL right/,
  ],
  [
    'a gateway that answers HTML with an error',
    {},
    (rig: LocalRig) => rig.simulator.control.failNext('unavailable'),
    /answered POST .* with 503/,
  ],
  [
    'a website in place of Letta',
    {},
    (rig: LocalRig) => {
      rig.intercept = async () => new Response('<html>', { headers: { 'content-type': 'text/html' } });
    },
    /text\/html.*Is LETTA_BASE_URL the address of a Letta server/,
  ],
] as const satisfies readonly (readonly [string, RigOptions, (rig: LocalRig) => unknown, RegExp])[]) {
  test(`${what}: the visitor reads that the assistant is unavailable, the log says why`, async () => {
    const rig = start(options);
    const visitor = await newVisitor(rig);
    provoke(rig);
    const { status, body } = await visitor.call('POST', '/v1/conversations');
    assert.deepEqual([status, body.error.code], [503, 'assistant_unavailable']);
    assert.doesNotMatch(JSON.stringify(body), /LETTA|agent-|http/);
    assert.match(problem(rig), sentence);
    assert.equal(rig.log.at(-1)?.request_id, body.error.request_id);
  });
}

test('a deep health check tells that Letta is away, and asks it once for many', async () => {
  const rig = start();
  rig.simulator.control.offline = true;
  const answer = await rig.request('/healthz?deep');
  assert.deepEqual(
    [answer.status, await answer.json()],
    [503, { status: 'unavailable', version: '0.1.0', letta: 'unavailable' }],
  );
  await rig.request('/healthz?deep');
  // Once, and once more because the connection may only have been an old one.
  assert.equal(rig.upstream.length, 2);
  assert.match(rig.log[0]?.problem ?? '', /did not answer/);
});

test('a hundred deep health checks at once ask Letta once', async () => {
  const rig = start();
  const answers = await Promise.all(Array.from({ length: 100 }, () => rig.request('/healthz?deep')));
  assert.ok(answers.every(({ status }) => status === 200));
  assert.equal(rig.upstream.length, 1);
});

test('a Letta that does not begin to answer is given up after the time limit', async () => {
  const rig = start({ timeouts: { streamStart: 20 } });
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  rig.intercept = (request) =>
    new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason)));
  const answer = await visitor.open(id, 'hello');
  assert.equal(answer.status, 503);
  assert.match(problem(rig), /no answer in time/);
});

test('a stream that hangs gets pings of the proxy for a while and is then ended without a stop_reason', async () => {
  const rig = start({ timeouts: { ping: 10, silence: 35 } });
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  let cancelled = false;
  answerSends(rig, () =>
    streamOf([PING, DELTA], 'hang', () => {
      cancelled = true;
    }),
  );
  const text = await (await visitor.open(id, 'hello')).text();
  assert.deepEqual(typesOf(parseEvents(text)), ['ping', 'assistant_message', 'ping', 'ping', 'ping']);
  assert.doesNotMatch(text, /DONE|stop_reason/);
  assert.equal(cancelled, true);
  assert.match(problem(rig), /silent for/);
});

for (const how of ['end', 'break'] as const) {
  test(`a stream that ${how}s before its stop_reason ends for the visitor without one, so that the client resumes`, async () => {
    const rig = start();
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    answerSends(rig, () => streamOf([PING, DELTA], how));
    const text = await (await visitor.open(id, 'hello')).text();
    assert.equal(replyOf(parseEvents(text)), 'partial');
    assert.doesNotMatch(text, /DONE|stop_reason|error/);
    assert.match(problem(rig), how === 'end' ? /ended too early/ : /broke off/);
  });
}

test('a reply that the network cuts is whole after resuming: nothing is lost, nothing doubled', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const otid = crypto.randomUUID();
  rig.simulator.control.cutAfter = 900;
  rig.simulator.control.failNext('line');
  const head = parseEvents(await (await visitor.open(id, 'words 30', otid)).text());
  const seen = head.findLast(({ seq_id }) => typeof seq_id === 'number')?.seq_id ?? 0;
  const rest = await visitor.raw('POST', `/v1/conversations/${id}/stream`, { otid, starting_after: seen });
  const tail = parseEvents(await rest.text());
  const [reply] = await visitor.messages(id);
  assert.ok(replyOf(head).length < reply.content.length, 'the line was cut within the reply');
  assert.equal(replyOf([...head, ...tail]), reply.content);
});

test('the model failing in the middle is told by its code, without a word of what Letta said', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  for (const command of ['fail 500', 'fail cut']) {
    const text = await (await visitor.open(id, command)).text();
    const events = parseEvents(text);
    const failure = events.at(-1);
    assert.equal(failure?.message_type === 'error_message' && failure.error_type, 'assistant_failed');
    assert.equal(events.filter((one) => one.message_type === 'stop_reason').length, 1);
    assert.match(text, /event: error\ndata: /);
    assert.doesNotMatch(text, /llm|OpenAI|INTERNAL|run-/i);
    assert.match(problem(rig), /The run run-.* failed: .*LLM|error/);
  }
});

test('without streaming a failed run is an error with its status', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const send = (content: string) =>
    visitor.call('POST', `/v1/conversations/${id}/messages`, {
      messages: [{ role: 'user', content }],
      streaming: false,
    });
  assert.deepEqual(
    [(await send('fail 500')).status, (await send('fail cut')).body.error.code],
    [502, 'assistant_failed'],
  );
  answerSends(rig, () => streamOf([PING, DELTA]));
  assert.equal((await send('hello')).body.error.code, 'assistant_unavailable');
});

test('a client that goes stops the reading from Letta at once', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  let cancelled = false;
  answerSends(rig, () =>
    streamOf([PING, DELTA], 'hang', () => {
      cancelled = true;
    }),
  );
  const { reader } = await readUntil(await visitor.open(id, 'hello'), (text) => text.includes('partial'));
  await reader.cancel();
  await until(() => cancelled, "Letta's stream is cancelled");
});

test('a slow reader slows the reading from Letta: no more is taken than is asked for', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  let pulled = 0;
  answerSends(rig, () => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode(DELTA.replace('partial', String(++pulled)))),
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  });
  const reader = (await visitor.open(id, 'hello')).body!.getReader();
  for (let i = 0; i < 10; i++) await reader.read();
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(pulled <= 15, `${pulled} chunks were taken for 10`);
  await reader.cancel();
});

test('characters that are cut between chunks arrive whole', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const bytes = new TextEncoder().encode(
    PING + DELTA.replace('partial', 'grüß 你好 🧑‍🚀') + event({ message_type: 'stop_reason', stop_reason: 'end_turn' }),
  );
  answerSends(rig, () => {
    let at = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => (at < bytes.length ? controller.enqueue(bytes.slice(at, ++at)) : controller.close()),
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  });
  assert.equal(replyOf(await visitor.say(id, 'hello')), 'grüß 你好 🧑‍🚀');
});

test("Letta Cloud's 409 to a repeated otid attaches to the run; to another message it means busy", async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const otid = crypto.randomUUID();
  await visitor.say(id, 'hello', otid);
  answerSends(rig, () => Response.json({ detail: 'CONFLICT' }, { status: 409 }));
  assert.equal(replyOf(await visitor.say(id, 'hello', otid)), 'You said: hello');
  assert.equal((await visitor.open(id, 'other')).status, 409);
});

test('a conversation that was deleted at Letta is not found, and vanishes from the list', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const [first, second] = [await visitor.converse(), await visitor.converse()];
  await rig.simulator.fetch(new Request(`http://letta.test/v1/conversations/${second}`, { method: 'DELETE' }));
  assert.equal((await visitor.open(second, 'hello')).status, 404);
  assert.equal((await visitor.call('GET', `/v1/conversations/${second}`)).status, 404);
  const { body } = await visitor.call('GET', '/v1/conversations?limit=1');
  assert.deepEqual(
    body.map((one: { id: string }) => one.id),
    [first],
  );
  assert.equal((await visitor.call('DELETE', `/v1/conversations/${second}`)).status, 404);
});

test('a failing store is an internal error whose cause is in the log only', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const broken = start({
    restarted: rig,
    store: new Proxy({} as never, { get: () => () => Promise.reject(new Error('disk full')) }),
  });
  rig.request = broken.request;
  const { status, body } = await visitor.call('GET', '/v1/conversations');
  assert.deepEqual([status, body.error.code], [500, 'internal_error']);
  assert.doesNotMatch(body.error.message, /disk/);
  assert.match(problem(broken), /disk full/);
});

test('a store that fails in the middle of a stream does not break the reply; the log tells', async () => {
  const rig = start({ redis: false });
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const store = {
    ...createMemoryStore(),
    findConversation: async () => ({ id, agent: 'support', variant: null, createdAt: 0 }),
  };
  const broken = start({
    restarted: rig,
    store: { ...store, updateSend: () => Promise.reject(new Error('disk full')) },
  });
  rig.request = broken.request;
  assert.equal(replyOf(await visitor.say(id, 'hello')), 'You said: hello');
  assert.match(problem(broken), /The store failed: .*disk full/);
});

test('a conversation that Letta still holds for a moment after its run is waited for', async () => {
  const rig = start({ timeouts: { lockRelease: 1 } });
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  await visitor.say(id, 'first');
  let refusals = 2;
  rig.intercept = (request) =>
    request.method === 'POST' && refusals-- > 0
      ? Promise.resolve(Response.json({ detail: 'CONFLICT' }, { status: 409 }))
      : null;
  assert.equal(replyOf(await visitor.say(id, 'second')), 'You said: second');
  assert.equal(rig.sent.length, 4);
});

test('a line without end is no stream: it is given up, not collected', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const megabyte = 'x'.repeat(1_000_000);
  answerSends(rig, () => streamOf([PING, `data: ${megabyte}`, ...Array.from({ length: 40 }, () => megabyte)], 'hang'));
  const text = await (await visitor.open(id, 'hello')).text();
  assert.deepEqual(typesOf(parseEvents(text)), ['ping']);
  assert.ok(rig.log.some(({ level, problem }) => level === 'error' && problem !== undefined));
});
