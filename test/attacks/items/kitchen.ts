/** 12. Reading the kitchen: whatever happens inside Letta, its ids, prompts, tools and error texts stay there. */
import assert from 'node:assert/strict';
import { ERROR_STATUS } from '../../../proxy/protocol.ts';
import { TOOL } from '../../proxy/rig.ts';
import { type Attack, expectRefusal, type Item } from '../attack.ts';
import type { Answer } from '../http.ts';
import { PLANTED, type Reached } from '../letta.ts';
import { findLeakInLog } from '../secrets.ts';
import { CONVERSATION_ROUTES, enter, type Hands, message } from '../visitor.ts';

export const kitchen: Item = {
  number: 12,
  title: 'Reading the kitchen',
  independent: true,
  async run(attack) {
    const visitor = await enter(attack.stage);
    await turns(attack, visitor);
    await refusals(attack, visitor);
    await attack.case('the ordinary log has neither keys nor words', async () => {
      const ordinary = attack.stage.log.filter(({ level }) => level === 'info');
      assert.equal(findLeakInLog(ordinary, [visitor.token, visitor.id, 'PLANTED-WORDS']), null);
    });
  },
};

/** Turns of every kind, read as a stream, as JSON, and in the history. */
async function turns(attack: Attack, visitor: Hands): Promise<void> {
  for (const agent of ['support', 'tools']) {
    for (const said of [
      ...['PLANTED-WORDS hello', 'think 20 words 5', 'use memory_insert {"label":"human","new_string":"likes tea"}'],
      ...[
        `use ${TOOL.name} {"a":1}`,
        'use conversation_search {"query":"x"}',
        'use none {}',
        'fail 500',
        'fail cut',
        'markdown 500',
      ],
      ...['use core_memory_append {"label":"none"}', 'use memory_replace {"label":"human"}'],
    ]) {
      for (const streaming of [true, false]) {
        await attack.case(`${agent}, ${streaming ? 'stream' : 'JSON'}: ${said}`, async () => {
          const id = await visitor.converse(agent);
          const path = `/v1/conversations/${id}`;
          const answer = await attack.ask(
            visitor.question('POST', `${path}/messages`, { ...message(said), streaming }),
          );
          checkTypes(answer);
          for (const rest of ['/messages', '/messages?order=asc', '']) {
            const { text, status } = await attack.ask(visitor.question('GET', `${path}${rest}`));
            assert.equal(status, 200);
            assert.doesNotMatch(
              text,
              /system_message|tool_call_message|tool_return|reasoning|step_id|run_id|sender_id|in_context/,
            );
          }
        });
      }
    }
  }
}

const TYPES = [
  'ping',
  'assistant_message',
  'approval_request_message',
  'stop_reason',
  'usage_statistics',
  'error_message',
];
const FIELDS = [
  'message_type',
  'id',
  'date',
  'otid',
  'content',
  'seq_id',
  'tool_calls',
  'stop_reason',
  'total_tokens',
  'error_type',
  'message',
  'request_id',
];

/** Event types and fields by an allow-list of this test's own. */
function checkTypes({ text, status }: Answer): void {
  if (!text.startsWith('data: ') && !text.startsWith('event: ')) {
    if (status !== 200) expectRefusal({ text, status, headers: {} }, { status, code: JSON.parse(text).error.code });
    return;
  }
  for (const line of text.split('\n').filter((one) => one.startsWith('data: {'))) {
    const event = JSON.parse(line.slice(6));
    assert.ok(TYPES.includes(event.message_type), line);
    for (const field of Object.keys(event)) assert.ok(FIELDS.includes(field), `${field} in ${line}`);
  }
}

/** What Letta may answer instead, with everything in it that must not come out. */
const DETAIL = JSON.stringify({
  detail: `INTERNAL_SERVER_ERROR: OpenAI API error for actor='id=user-00000000-0000-4000-8000-000000000000' run-12345678-1234-4123-8123-123456789abc`,
  trace_id: 'step-12345678-1234-4123-8123-123456789abc',
  key: PLANTED.key,
  system: PLANTED.system,
});

const HEADERS = {
  'x-letta-run': 'run-12345678-1234-4123-8123-123456789abc',
  'x-key': PLANTED.key,
  'set-cookie': `k=${PLANTED.key}`,
  'retry-after': '3',
};

const ANSWERS: [string, (request: Reached) => Response][] = [
  ...[400, 401, 402, 403, 404, 408, 409, 410, 413, 418, 422, 429, 500, 501, 502, 503, 504, 520, 599].map(
    (status): [string, () => Response] => [
      `${status}`,
      () => new Response(DETAIL, { status, headers: { ...HEADERS, 'content-type': 'application/json' } }),
    ],
  ),
  [
    'a redirect',
    () => new Response(null, { status: 302, headers: { ...HEADERS, location: `http://127.0.0.1:1/${PLANTED.key}` } }),
  ],
  ['HTML', () => new Response(`<html>${DETAIL}</html>`, { headers: { ...HEADERS, 'content-type': 'text/html' } })],
  [
    'broken JSON',
    () => new Response(DETAIL.slice(0, -5), { headers: { ...HEADERS, 'content-type': 'application/json' } }),
  ],
  ['other JSON', () => new Response(DETAIL, { headers: { ...HEADERS, 'content-type': 'application/json' } })],
  [
    'a list',
    () => new Response(`[${DETAIL},null,1,"x",[]]`, { headers: { ...HEADERS, 'content-type': 'application/json' } }),
  ],
  ['null', () => new Response('null', { headers: { ...HEADERS, 'content-type': 'application/json' } })],
  ['nothing', () => new Response(null, { status: 204, headers: HEADERS })],
];

/** Every route, for every answer of Letta's: a code of the closed set, no header and no word of what Letta said. */
async function refusals(attack: Attack, visitor: Hands): Promise<void> {
  const { letta } = attack.stage;
  const create = ['POST', 'CREATE', {}] as const;
  for (const [name, answer] of ANSWERS) {
    for (const [method, rest, body] of [...CONVERSATION_ROUTES, create]) {
      await attack.case(`Letta answers ${name} to ${method} ${rest}`, async () => {
        const id = await visitor.converse();
        letta.answer = answer;
        const path = rest === 'CREATE' ? '/v1/conversations' : `/v1/conversations/${id}${rest}`;
        const got = await attack.ask(visitor.question(method, path, body)).finally(() => {
          letta.answer = null;
        });
        checkRefused(got);
      });
    }
  }
}

function checkRefused({ status, text, headers }: Answer): void {
  for (const name of ['x-letta-run', 'x-key', 'set-cookie', 'location']) assert.equal(headers[name], undefined, name);
  if (status === 200) return void assert.ok(text.length < 1_000);
  const { error } = JSON.parse(text);
  assert.deepEqual(Object.keys(error).sort(), ['code', 'message', 'request_id']);
  assert.equal(ERROR_STATUS[error.code as keyof typeof ERROR_STATUS], status);
  assert.notEqual(error.code, 'internal_error');
}
