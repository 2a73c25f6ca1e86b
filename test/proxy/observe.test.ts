// The log: one line a request when its answer is over, who it was under a name that leads back to nobody, and no visitor's words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogEntry } from '../../proxy/log.ts';
import { createMemoryStore } from '../../proxy/store/memory.ts';
import { type LocalRig, newVisitor, ORIGIN, type RigOptions, readUntil, SECRET, until } from './rig.ts';
import { rigsOfTests } from './rigs.ts';

const startRig = rigsOfTests();
const start = (settings: Record<string, string> = {}, options: RigOptions = {}) => startRig({ settings, ...options });

const requests = (rig: LocalRig): LogEntry[] => rig.log.filter(({ message }) => message === 'request');
const MESSAGES = '/v1/conversations/:id/messages';
const sends = (rig: LocalRig): LogEntry[] =>
  requests(rig).filter(({ method, route }) => method === 'POST' && route === MESSAGES);

test('every request has one line with its route, status, times and end; ids stay out of it', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const answer = await visitor.call('GET', `/v1/conversations/${id}`);
  assert.equal(requests(rig).length, 3);
  const line = requests(rig).at(-1)!;
  assert.equal(line.request_id, answer.headers.get('x-request-id'));
  assert.deepEqual(
    [line.level, line.method, line.route, line.status, line.ended],
    ['info', 'GET', '/v1/conversations/:id', 200, 'complete'],
  );
  for (const field of ['ms', 'first_byte_ms', 'upstream_ms'] as const)
    assert.equal(typeof line[field], 'number', field);
  const all = JSON.stringify(rig.log);
  for (const secret of [id, visitor.id, visitor.token, rig.agentId]) assert.ok(!all.includes(secret), secret);
});

test("a stream's line is written when the stream is over, with its events, bytes and the run's tokens", async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const { text, reader } = await readUntil(await visitor.open(id, 'slow 20 words 30'), (so) => so.includes('lorem'));
  assert.equal(sends(rig).length, 0);
  let whole = text;
  for (let next = await reader.read(); !next.done; next = await reader.read())
    whole += new TextDecoder().decode(next.value);
  await until(() => sends(rig).length === 1, 'the line is written');
  const [line] = sends(rig);
  const events = whole.split('\n').filter((one) => one.startsWith('data: {')).length;
  assert.deepEqual([line?.ended, line?.events, line?.bytes], ['complete', events, Buffer.byteLength(whole)]);
  assert.equal(line?.tokens, Number(/"total_tokens":(\d+)/.exec(whole)?.[1]));
  assert.ok(line.tokens > 0);
});

test('a visitor who leaves in the middle is told apart from a line that Letta cut', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const { reader } = await readUntil(await visitor.open(id, 'slow 20 words 500'), (text) => text.includes('lorem'));
  await reader.cancel();
  await until(() => sends(rig).length === 1, 'the line is written');
  await visitor.call('POST', `/v1/conversations/${id}/cancel`);
  rig.intercept = async (request) =>
    request.url.endsWith('/messages')
      ? new Response('data: {"message_type":"ping"}\n\n', { headers: { 'content-type': 'text/event-stream' } })
      : simulate(rig, request);
  await (await visitor.open(id, 'hello')).text();
  await until(() => sends(rig).length === 2, 'the line is written');
  assert.deepEqual(
    sends(rig).map(({ ended }) => ended),
    ['gone', 'cut'],
  );
});

const simulate = (rig: LocalRig, request: Request) => rig.simulator.fetch(request);

test('a visitor who leaves before the first event is read has a line, too', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const response = await visitor.open(await visitor.converse(), 'slow 20 words 50');
  await response.body?.cancel();
  await until(() => sends(rig).length === 1, 'the line is written');
  assert.equal(sends(rig)[0]?.ended, 'gone');
});

test('an error has its code and its problem, a run that failed in the stream its code', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  await visitor.call('GET', '/v1/conversations/none');
  assert.equal(requests(rig).at(-1)?.code, 'not_found');
  await (await visitor.open(await visitor.converse(), 'fail cut')).text();
  await until(() => sends(rig).length === 1, 'the line is written');
  assert.deepEqual([sends(rig)[0]?.status, sends(rig)[0]?.code], [200, 'assistant_failed']);
});

test('the same visitor has the same name in the log, also while the secret is being changed', async () => {
  const store = createMemoryStore();
  const first = start({}, { store });
  const visitor = await newVisitor(first);
  await visitor.call('GET', '/v1/agents');
  await (await newVisitor(first)).call('GET', '/v1/agents');
  const [name, other] = requests(first).flatMap((line) => line.visitor ?? []);
  assert.match(name ?? '', /^[0-9a-f]{16}$/);
  assert.notEqual(name, other);
  const second = start({ VISITOR_SECRET: `${'another secret '.repeat(3)},${SECRET}` }, { store });
  await second.request('/v1/agents', { headers: { authorization: `Bearer ${visitor.token}` } });
  assert.equal(requests(second)[0]?.visitor, name);
});

for (const [level, expected] of [
  ['debug', ['debug', 'info', 'error']],
  ['info', ['info', 'error']],
  ['error', ['error']],
  ['silent', []],
] as const) {
  test(`LOG_LEVEL=${level} writes ${expected.join(', ') || 'nothing'}`, async () => {
    const rig = start({ LOG_LEVEL: level });
    const visitor = await newVisitor(rig);
    rig.simulator.control.offline = true;
    await visitor.call('POST', '/v1/conversations');
    const written = new Set<string>(rig.log.map((entry) => entry.level));
    assert.deepEqual(
      ['debug', 'info', 'error'].filter((one) => written.has(one)),
      expected,
    );
  });
}

test('with LOG_LEVEL=debug each question to Letta has a line under the request that asked it', async () => {
  const rig = start({ LOG_LEVEL: 'debug' });
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const { headers } = await visitor.call('GET', `/v1/conversations/${id}`);
  const line = rig.log.findLast(({ message }) => message === 'upstream');
  assert.deepEqual(
    [line?.request_id, line?.method, line?.route, line?.status],
    [headers.get('x-request-id'), 'GET', '/v1/conversations/{conv}', 200],
  );
});

const PLANTED = 'my PIN is xyzzy-planted "quoted"\nand a second line ünïcode';
const quoting = (status: number) => (body: string) =>
  Response.json(
    { detail: [{ type: 'string_type', msg: `Input should be valid, got ${body}`, input: body }] },
    { status },
  );
const sse = (fields: object) =>
  new Response(`data: ${JSON.stringify(fields)}\n\n`, { headers: { 'content-type': 'text/event-stream' } });

for (const [what, answer] of [
  ['answers', null],
  ['refuses it and quotes it', quoting(422)],
  ['fails and quotes it', quoting(500)],
  ['fails and quotes the beginning', (body: string) => new Response(body.slice(0, 90), { status: 500 })],
  [
    'breaks the run and quotes it',
    (body: string) => sse({ message_type: 'error_message', message: 'x', detail: body }),
  ],
  ['answers with what is no stream', (body: string) => new Response(body)],
] as const) {
  for (const level of ['debug', 'info']) {
    test(`nothing of what is said comes into the log when Letta ${what} (${level})`, async () => {
      const rig = start({ LOG_LEVEL: level });
      const visitor = await newVisitor(rig);
      const id = await visitor.converse();
      await visitor.call('PATCH', `/v1/conversations/${id}`, { summary: PLANTED });
      if (answer)
        rig.intercept = async (request) => answer(request.method === 'GET' ? '' : await request.clone().text());
      await (await visitor.open(id, PLANTED)).text();
      await visitor.call('PATCH', `/v1/conversations/${id}`, { summary: PLANTED });
      const body = { messages: [{ role: 'user', content: [{ type: 'text', text: PLANTED }] }], streaming: false };
      await visitor.call('POST', `/v1/conversations/${id}/messages`, body);
      await until(() => sends(rig).length === 2, 'the lines are written');
      const all = JSON.stringify(rig.log);
      for (const planted of ['xyzzy', 'planted', 'quoted', 'second line', 'ünïcode'])
        assert.ok(!all.includes(planted), planted);
    });
  }
}

test('with LOG_MESSAGES=on the line of a send has what was said and answered', async () => {
  const rig = start({ LOG_MESSAGES: 'on' });
  const visitor = await newVisitor(rig);
  await visitor.say(await visitor.converse(), 'planted words');
  await until(() => sends(rig).length === 1, 'the line is written');
  assert.deepEqual([sends(rig)[0]?.said, sends(rig)[0]?.replied], ['planted words', 'You said: planted words']);
});

test('an answer says how long Letta was waited for, and only pages of allowed origins may read it', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const from = async (origin: string) =>
    (await visitor.call('GET', '/v1/agents', undefined, { headers: { origin } })).headers;
  const allowed = await from(ORIGIN);
  assert.match(allowed.get('server-timing') ?? '', /^upstream;dur=\d+, total;dur=\d+$/);
  assert.equal(allowed.get('timing-allow-origin'), ORIGIN);
  assert.equal((await from('https://other.example')).get('timing-allow-origin'), null);
});

test('a meter that fails takes no answer away, and nothing from the other meters; the log says it', async () => {
  const seen: string[] = [];
  const broken = () => {
    throw new Error('the disk is full');
  };
  const rig = start({}, { meters: [{ ended: broken }, { ended: ({ route }) => seen.push(route) }] });
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  assert.match(await (await visitor.open(id, 'Hello')).text(), /\[DONE\]/);
  await until(() => seen.includes(MESSAGES), 'the other meter has heard of the stream');
  assert.deepEqual(seen, ['/v1/visitors', '/v1/conversations', MESSAGES]);
  const failures = rig.log.filter(({ message }) => message === 'a meter failed');
  assert.deepEqual(
    failures.map(({ level, problem }) => [level, problem?.includes('the disk is full')]),
    seen.map(() => ['error', true]),
  );
});
