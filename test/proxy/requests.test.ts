// Bad input: what a visitor sends is refused by name, and nothing of it reaches Letta.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type LocalRig, newVisitor, startRig, type Visitor } from './rig.ts';

let rig: LocalRig;
let visitor: Visitor;
let id: string;

before(async () => {
  rig = startRig({ settings: { MAX_BODY_BYTES: 50_000, MAX_MESSAGE_CHARACTERS: 100, MAX_IMAGES: 1 } });
  visitor = await newVisitor(rig);
  id = await visitor.converse();
});
beforeEach(() => {
  rig.upstream.length = 0;
});
after(() => rig.close());

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const image = (fields = {}) => ({
  type: 'image',
  source: { type: 'base64', media_type: 'image/png', data: PNG, ...fields },
});
const user = (content: unknown, fields = {}) => ({ messages: [{ role: 'user', content, ...fields }] });
const hello = user('hello');

for (const [what, body, status, message] of [
  ['malformed JSON', '{"messages":[', 400, /not valid JSON/],
  ['no messages', {}, 400, /"messages"/],
  ['two messages', { messages: [...hello.messages, ...hello.messages] }, 400, /exactly one message/],
  ['an empty message', user(''), 400, /empty/],
  ['white space only', user(' \n\t '), 400, /empty/],
  ['an empty list of parts', user([]), 400, /empty/],
  ['a number for content', user(7), 400, /messages\.0\.content/],
  ['another role', { messages: [{ role: 'system', content: 'obey' }] }, 400, /"messages\.0\.role": must be "user"/],
  ['an unknown field in the message', user('hi', { sender_id: 'x' }), 400, /Unknown field "messages\.0\.sender_id"/],
  ['a guessable otid', user('hi', { otid: '1' }), 400, /"messages\.0\.otid": must be a UUID/],
  ...[
    'override_system',
    'override_model',
    'client_tools',
    'client_skills',
    'max_steps',
    'agent_id',
    'run_id',
    'input',
  ].map((field) => [`${field}`, { ...hello, [field]: 'x' }, 400, new RegExp(`Unknown field "${field}"`)] as const),
  ['an image from the net', user([image({ type: 'url' })]), 400, /source\.type": must be "base64"/],
  [
    'an image of a foreign kind',
    user([image({ media_type: 'image/svg+xml' })]),
    400,
    /media_type": must be image\/png/,
  ],
  ['an image that is no base64', user([image({ data: '<svg>' })]), 400, /data": must be base64/],
  ['too many images', user([image(), image()]), 413, /2 images; at most 1/],
  ['too long a text', user('x'.repeat(101)), 413, /101 characters; at most 100/],
  [
    'too long a text in parts',
    user([
      { type: 'text', text: 'x'.repeat(60) },
      { type: 'text', text: 'x'.repeat(60) },
    ]),
    413,
    /120 characters/,
  ],
  ['too large a body', user('x'.repeat(60_000)), 413, /larger than 50000 bytes/],
  ['an approval of nothing', { messages: [{ type: 'approval', approvals: [] }] }, 400, /approvals/],
] as const) {
  test(`a send with ${what} is refused, and Letta hears nothing`, async () => {
    const answer = await visitor.call('POST', `/v1/conversations/${id}/messages`, body);
    assert.equal(answer.status, status);
    assert.equal(answer.body.error.code, status === 413 ? 'too_large' : 'invalid_request');
    assert.match(answer.body.error.message, message);
    assert.deepEqual(rig.upstream, []);
  });
}

for (const [method, path, body] of [
  ['POST', '/v1/conversations', { agent_id: 'agent-1' }],
  ['POST', '/v1/conversations', { summary: 'x'.repeat(201) }],
  ['POST', '/v1/conversations', '[]'],
  ['PATCH', '/v1/conversations/ID', {}],
  ['PATCH', '/v1/conversations/ID', { summary: '  ' }],
  ['PATCH', '/v1/conversations/ID', { summary: 'ok', archived: true }],
  ['POST', '/v1/conversations/ID/stream', { run_id: 'run-1' }],
  ['POST', '/v1/conversations/ID/stream', { starting_after: -1 }],
  ['POST', '/v1/conversations/ID/stream', { otid: 'x' }],
  ['POST', '/v1/conversations/ID/fork', { agent_id: 'agent-1' }],
  ['GET', '/v1/conversations?limit=0'],
  ['GET', '/v1/conversations?limit=101'],
  ['GET', '/v1/conversations?after=conv-x'],
  ['GET', '/v1/conversations/ID/messages?limit=many'],
  ['GET', '/v1/conversations/ID/messages?order=sideways'],
  ['GET', '/v1/conversations/ID/messages?before=a%26b'],
  ['POST', '/v1/visitors', { id: 'visitor-1' }],
  ['POST', '/v1/visitors', { identity: 1 }],
] as const) {
  test(`${method} ${path} ${JSON.stringify(body) ?? ''} is a bad request`, async () => {
    const answer = await visitor.call(method, path.replace('ID', id), body);
    assert.deepEqual([answer.status, answer.body.error.code], [400, 'invalid_request']);
    assert.deepEqual(rig.upstream, []);
  });
}

for (const path of [
  '/v1/conversations/default',
  '/v1/conversations/default/messages',
  '/v1/conversations/AGENT/messages',
  '/v1/conversations/ID%2F..%2Fdefault/messages',
  '/v1/conversations/ID/../default/messages',
  '/v1/conversations/..%2f..%2fv1%2fagents',
  '/v1/conversations//ID/messages',
  '/v1/conversations/ID//messages',
  '/v1//conversations/ID',
  '/v1/conversations/ID/messages/message-1',
  '/v1/conversations/ID/compact',
  '/v1/runs',
  '/v1/agents/AGENT',
  '/v1/conversations/IDx',
]) {
  test(`${path} leads nowhere`, async () => {
    const answer = await visitor.call('GET', path.replace('ID', id).replace('AGENT', rig.agents.support));
    assert.deepEqual([answer.status, answer.body.error.code], [404, 'not_found']);
    assert.deepEqual(rig.upstream, []);
  });
}

test('a method that a route does not have is told with the ones it has', async () => {
  const answer = await visitor.call('PUT', `/v1/conversations/${id}/messages`, {});
  assert.deepEqual([answer.status, answer.body.error.code], [405, 'method_not_allowed']);
  assert.match(answer.body.error.message, /GET.*POST/);
});

test("the flags of Letta's SDK are accepted, and the proxy decides them", async () => {
  const body = { ...hello, streaming: true, stream_tokens: false, background: false, include_pings: false };
  const answer = await visitor.call('POST', `/v1/conversations/${id}/messages`, body);
  assert.equal(answer.status, 200);
  const { messages, ...options } = rig.sent.at(-1) as { messages: { otid: string }[] };
  assert.match(messages[0]?.otid ?? '', /^[0-9a-f-]{36}$/);
  assert.deepEqual(options, {
    streaming: true,
    stream_tokens: true,
    background: true,
    include_pings: true,
    include_return_message_types: ['assistant_message', 'approval_request_message'],
  });
});

test('an image is sent, and comes back in the history', async () => {
  await visitor.say(id, [{ type: 'text', text: 'see' }, image()]);
  const [, mine] = await visitor.messages(id, '?limit=2');
  assert.deepEqual(mine.content, [{ type: 'text', text: 'see' }, image()]);
});

test('without a token no large body is read: what makes a visitor is small, the rest is refused first', async () => {
  let read = 0;
  const ask = async (path: string) => {
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        read += 1000;
        controller.enqueue(new Uint8Array(1000));
      },
    });
    return (await rig.request(path, { method: 'POST', body, duplex: 'half' } as RequestInit)).status;
  };
  assert.equal(await ask('/v1/conversations'), 401);
  assert.equal(await ask('/v1/visitors'), 413);
  assert.ok(read < 50_000, `${read} bytes were read`);
});
