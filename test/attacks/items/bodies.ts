/** 3. Passing the body on: an unknown field is refused by name, wherever it stands; what is taken is built anew. */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { Attack, Item } from '../attack.ts';
import { enter, type Hands, message, RATED } from '../visitor.ts';

/** Fields of Letta's own calls, and names that every object inherits. */
const FIELDS = [
  ...[
    'override_system',
    'override_model',
    'client_tools',
    'client_skills',
    'max_steps',
    'agent_id',
    'run_id',
    'system',
    'model',
  ],
  ...[
    'include_return_message_types',
    'return_message_types',
    'use_assistant_message',
    'assistant_message_tool_name',
    'enable_thinking',
  ],
  ...[
    'model_settings',
    'isolated_block_labels',
    'sender_id',
    'group_id',
    'batch_item_id',
    'name',
    'tool_rules',
    'conversation_id',
  ],
  ...[
    'input',
    'callback_url',
    'include_compaction_messages',
    'metadata',
    'project',
    'tags',
    'user_id',
    'organization_id',
    'visitor',
  ],
  ...[
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
    '__proto__',
    'prototype',
    '',
    ' ',
    'Messages',
    'messages ',
    'streaming\u0000',
  ],
];

const IMAGE = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } };

/** The bodies that are taken, and where a field can be smuggled in. */
const PLACES: readonly { route: string; body: object; at: readonly (string | number)[] }[] = [
  { route: '/messages', body: message(), at: [] },
  { route: '/messages', body: message(), at: ['messages', 0] },
  { route: '/messages', body: message([{ type: 'text', text: 'x' }]), at: ['messages', 0, 'content', 0] },
  { route: '/messages', body: message([IMAGE]), at: ['messages', 0, 'content', 0] },
  { route: '/messages', body: message([IMAGE]), at: ['messages', 0, 'content', 0, 'source'] },
  { route: '/messages', body: approval(), at: ['messages', 0] },
  { route: '/messages', body: approval(), at: ['messages', 0, 'approvals', 0] },
  { route: '/stream', body: { otid: crypto.randomUUID() }, at: [] },
  { route: '/fork', body: {}, at: [] },
  { route: `${RATED}/feedback`, body: { value: 'positive' }, at: [] },
  { route: '', body: { summary: 'x' }, at: [] },
];

function approval() {
  const approvals = [{ type: 'tool', tool_call_id: 'call_1', tool_return: 'x', status: 'success' }];
  return { messages: [{ type: 'approval', approvals }] };
}

/** The body's text with one field more at that place; text, so that `__proto__` is a field like any other. */
function withField(body: object, at: readonly (string | number)[], field: string): string {
  const marked = structuredClone(body);
  const place = at.reduce<Record<string | number, unknown>>(
    (value, key) => value[key] as Record<string | number, unknown>,
    marked as Record<string, unknown>,
  );
  place['MARK'] = 1;
  return JSON.stringify(marked).replace('"MARK":1', () => `${JSON.stringify(field)}:{"a":1}`);
}

export const bodies: Item = {
  number: 3,
  title: 'Passing the body on',
  independent: true,
  async run(attack) {
    const visitor = await enter(attack.stage);
    const own = await visitor.converse();
    await unknownFields(attack, visitor, own);
    await wrongValues(attack, visitor, own);
    await notJson(attack, visitor, own);
    await builtAnew(attack, visitor, own);
  },
};

async function unknownFields(attack: Attack, visitor: Hands, own: string): Promise<void> {
  const refusal = { status: 400, code: 'invalid_request' };
  for (const { route, body, at } of PLACES) {
    const method = route === '' ? 'PATCH' : 'POST';
    for (const field of FIELDS) {
      const question = visitor.question(method, `/v1/conversations/${own}${route}`, withField(body, at, field));
      await attack.refused(`${route} ${at.join('.')} "${field}"`, question, {
        ...refusal,
        names: [...at, field].join('.'),
      });
    }
  }
  for (const path of ['/v1/visitors', '/v1/conversations']) {
    for (const field of FIELDS) {
      const question = visitor.question('POST', path, withField({}, [], field));
      await attack.refused(`${path} "${field}"`, question, { ...refusal, names: field });
    }
  }
}

async function wrongValues(attack: Attack, visitor: Hands, own: string): Promise<void> {
  const path = `/v1/conversations/${own}/messages`;
  const one = (fields: object) => ({ messages: [{ role: 'user', content: 'x', ...fields }] });
  const part = (fields: object) => one({ content: [fields] });
  const source = (fields: object) => part({ ...IMAGE, source: { ...IMAGE.source, ...fields } });
  const values: unknown[] = [
    ...['system', 'assistant', 'tool', 'developer', 'User', 'user ', '', null, 1, ['user'], { $ne: 1 }].map((role) =>
      one({ role }),
    ),
    ...['message2', 'approval ', 'system', 1, null, []].map((type) => one({ type })),
    ...[null, 1, true, {}, { text: 'x' }, [[]], ['x'], [null], [1], '', ' \n', [], [{}]].map((content) =>
      one({ content }),
    ),
    ...['', 'x', '../x', 'default', 1, {}, [], `${crypto.randomUUID()}x`, `run-${crypto.randomUUID()}`].map((otid) =>
      one({ otid }),
    ),
    ...['image_url', 'file', 'tool_return', 'tool_call', 'reasoning', 'omitted_reasoning', 'summary', 1, null].map(
      (type) => part({ type, text: 'x' }),
    ),
    ...[null, 1, {}, []].map((text) => part({ type: 'text', text })),
    ...['url', 'letta', 'file', 1, null].map((type) => source({ type, url: 'http://127.0.0.1/' })),
    ...['image/svg+xml', 'text/html', 'image/png; x=1', 'IMAGE/PNG', 'application/pdf', '', 1].map((media_type) =>
      source({ media_type }),
    ),
    ...['', 'a b', '<svg>', 'AAAA\n', 'data:image/png;base64,AAAA', '====', 1, null].map((data) => source({ data })),
    ...[
      [],
      [one({}).messages[0], one({}).messages[0]],
      'x',
      1,
      null,
      {},
      [null],
      ['x'],
      [[]],
      { 0: {}, length: 1 },
    ].map((messages) => ({ messages })),
    ...['true', 1, null, {}].map((streaming) => ({ ...one({}), streaming })),
    ...['true', 1, 'false'].map((background) => ({ ...one({}), background })),
  ];
  for (const value of values) {
    await attack.refused(JSON.stringify(value).slice(0, 150), visitor.question('POST', path, value), {
      status: 400,
      code: 'invalid_request',
    });
  }
  await attack.case('a name of 100 kB is not given back whole', async () => {
    const { status, text } = await attack.ask(visitor.question('POST', path, { ...one({}), ['x'.repeat(100_000)]: 1 }));
    assert.equal(status, 400);
    assert.ok(text.length < 1_000, `${text.length}`);
  });
  for (const starting_after of [-1, 1.5, '1', 1e308, 2 ** 60, {}, [], true]) {
    const question = visitor.question('POST', `/v1/conversations/${own}/stream`, { starting_after });
    await attack.refused(`starting_after ${starting_after}`, question, { status: 400, code: 'invalid_request' });
  }
  for (const summary of ['', ' ', null, 1, {}, [], 'x'.repeat(201)]) {
    const question = visitor.question('PATCH', `/v1/conversations/${own}`, { summary });
    await attack.refused(`summary ${JSON.stringify(summary).slice(0, 20)}`, question, {
      status: 400,
      code: 'invalid_request',
    });
  }
}

async function notJson(attack: Attack, visitor: Hands, own: string): Promise<void> {
  const good = JSON.stringify(message());
  const utf16 = Buffer.from(`\ufeff${good}`, 'utf16le');
  const bodies: [string, string | Buffer][] = [
    ...['x', '{', '[]', '[{}]', '"x"', '1', 'null', 'true', `${good}x`, `${good}${good}`, `[${good}]`].map(
      (text): [string, string] => [text, text],
    ),
    ['a list that nests a million deep', '['.repeat(1_000_000)],
    ['objects that nest deep', '{"messages":'.repeat(100_000)],
    ['a message that nests deep', `{"messages":[${'['.repeat(50_000)}${']'.repeat(50_000)}]}`],
    ['UTF-16', utf16],
    [
      'UTF-32',
      Buffer.concat([
        Buffer.from([0, 0, 0xfe, 0xff]),
        Buffer.from([...good].flatMap((c) => [0, 0, 0, c.charCodeAt(0)])),
      ]),
    ],
    ['gzip', gzipSync(good)],
    ['a bomb', gzipSync(Buffer.alloc(50_000_000, ' '))],
    ['a form', 'messages=x&role=system'],
    ['multipart', '--x\r\ncontent-disposition: form-data; name="messages"\r\n\r\nx\r\n--x--'],
    ['NaN', '{"messages":[{"role":"user","content":NaN}]}'],
    ['a comment', `/**/${good}`],
    ['a trailing comma', good.replace(/}$/, ',}')],
    ['null bytes', `\0${good}`],
    ['SSE', `data: ${good}\n\n`],
  ];
  for (const [name, body] of bodies) {
    for (const encoding of [undefined, 'gzip', 'br', 'identity', 'x']) {
      const headers = { ...visitor.headers, ...(encoding && { 'content-encoding': encoding }) };
      const question = { method: 'POST', path: `/v1/conversations/${own}/messages`, headers, body };
      await attack.refused(`${name.slice(0, 80)} (${encoding})`, question, { status: 400, code: 'invalid_request' });
    }
  }
}

/** What is good goes to Letta as the proxy writes it, whatever it was declared to be; of two equal keys one counts. */
async function builtAnew(attack: Attack, visitor: Hands, own: string): Promise<void> {
  const otid = () => crypto.randomUUID();
  const twice = `{"messages":[{"role":"system","role":"user","content":"a","content":"b","otid":"${otid()}"}],"streaming":false,"streaming":true}`;
  const bodies: [string, string, unknown][] = [
    ['duplicate keys', twice, 'b'],
    ['a byte order mark', `\ufeff${JSON.stringify(message('bom'))}`, 'bom'],
    ['escapes', JSON.stringify(message('x')).replace('"role"', '"\\u0072ole"'), 'x'],
    [
      'the flags of the SDK',
      JSON.stringify({ ...message('y'), background: false, stream_tokens: false, include_pings: false }),
      'y',
    ],
  ];
  for (const [name, body, content] of bodies) {
    await attack.case(name, async () => {
      const { status, text } = await attack.ask(visitor.question('POST', `/v1/conversations/${own}/messages`, body));
      assert.equal(status, 200, text);
      const sent = attack.stage.letta.reached.filter(
        ({ method, path }) => method === 'POST' && path.endsWith('/messages'),
      );
      const { messages, background, stream_tokens } = JSON.parse(sent.at(-1)?.body ?? '{}');
      assert.deepEqual(
        [messages[0].role, messages[0].content, background, stream_tokens],
        ['user', content, true, true],
      );
    });
  }
  for (const text of ['a\0b', '\ud800a', 'a\udc00', '\0x\ud83d']) {
    await attack.case(`a title that no database keeps: ${JSON.stringify(text)}`, async () => {
      const { status } = await attack.ask(visitor.question('PATCH', `/v1/conversations/${own}`, { summary: text }));
      assert.equal(status, 200);
    });
  }
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=utf-16',
    'multipart/form-data; boundary=x',
    '',
  ]) {
    await attack.case(`declared as ${type}`, async () => {
      const question = visitor.question('POST', `/v1/conversations/${own}/messages`, message('z'));
      assert.equal(
        (await attack.ask({ ...question, headers: { ...visitor.headers, 'content-type': type } })).status,
        200,
      );
    });
  }
}
