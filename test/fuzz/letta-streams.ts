/**
 * Streams and answers as a broken or hostile Letta could give them: a whole turn with everything that is to be kept back in it,
 * changed at random in its events, its lines and its bytes, cut, blown up or without an end.
 */
import { PLANTED } from '../attacks/letta.ts';
import { below, oneOf, type Random } from '../faults/random.ts';
import { TOOL } from '../proxy/rig.ts';
import { type Json, mutateBytes, mutateText, mutateValue } from './mutate.ts';

const RUN = 'run-12345678-1234-4123-8123-123456789abc';
const STEP = 'step-12345678-1234-4123-8123-123456789abc';

const base = (message_type: string, more: object, seq_id: number | null) => ({
  ...{
    id: 'message-12345678-1234-4123-8123-123456789abc',
    date: '2026-01-01T00:00:00+00:00',
    name: null,
    message_type,
  },
  ...{ otid: null, sender_id: null, step_id: STEP, run_id: RUN, ...more, seq_id },
});

/** One turn; what is planted stands only in events and fields that are to be kept back. */
const TURN: readonly object[] = [
  { message_type: 'ping', run_id: RUN, seq_id: 1 },
  base('system_message', { content: PLANTED.system }, 2),
  base('reasoning_message', { reasoning: PLANTED.system, source: 'reasoner_model', signature: PLANTED.key }, 3),
  base('hidden_reasoning_message', { state: 'redacted', hidden_reasoning: PLANTED.system }, 4),
  base('tool_call_message', { tool_call: { name: 'run_code', arguments: PLANTED.system, tool_call_id: 'call_1' } }, 5),
  base(
    'tool_return_message',
    { tool_return: PLANTED.system, status: 'success', stdout: [PLANTED.key], stderr: [PLANTED.key] },
    6,
  ),
  base('assistant_message', { content: 'Hel', detail: PLANTED.key }, 7),
  base('assistant_message', { content: [{ type: 'text', text: 'lo', signature: PLANTED.key }] }, 8),
  base(
    'approval_request_message',
    { tool_calls: [{ name: 'run_code', arguments: PLANTED.system, tool_call_id: 'call_2' }] },
    9,
  ),
  base('approval_request_message', { tool_call: { name: TOOL.name, arguments: '{}', tool_call_id: 'call_3' } }, 10),
  {
    message_type: 'error_message',
    run_id: RUN,
    error_type: 'llm_error',
    message: PLANTED.system,
    detail: `OpenAI ${PLANTED.key}`,
    seq_id: 11,
  },
  { message_type: 'stop_reason', stop_reason: 'end_turn', run_id: RUN },
  {
    message_type: 'usage_statistics',
    total_tokens: 5,
    prompt_tokens: 3,
    completion_tokens: 2,
    run_ids: [RUN],
    step_count: 1,
  },
];

/** The answer to a send or a resume. */
export function drawStream(random: Random): Response {
  const status = random() < 0.93 ? 200 : oneOf(random, [201, 206, 299, 400, 409, 429, 500, 503]);
  const types = [
    'text/event-stream',
    'text/event-stream; charset=utf-8',
    'TEXT/EVENT-STREAM',
    'application/json',
    'text/html',
    'text/event-streamx',
  ];
  const type = random() < 0.9 ? 'text/event-stream; charset=utf-8' : oneOf(random, types);
  const headers = {
    'content-type': type,
    'x-key': PLANTED.key,
    'set-cookie': PLANTED.key,
    'retry-after': oneOf(random, ['1', '-1', 'x', '1e9']),
  };
  const bytes = drawBytes(random);
  if (random() < 0.06) return new Response(inPieces(random, bytes, true), { status, headers });
  // A length that is not kept to: the line breaks off.
  const lie: Record<string, string> =
    random() < 0.1 ? { 'content-length': String(bytes.length + 9), connection: 'close' } : {};
  return new Response(inPieces(random, bytes, false), { status, headers: { ...headers, ...lie } });
}

function drawBytes(random: Random): Uint8Array {
  let events: object[] = [...TURN];
  for (let times = below(random, 6); times > 0; times--) events = changeEvents(random, events);
  let text = events.map((event) => encode(random, event)).join('');
  if (random() < 0.7) text += 'data: [DONE]\n\n';
  if (random() < 0.25) text = mutateText(random, text, LINES);
  const bytes = new TextEncoder().encode(text);
  return random() < 0.25 ? mutateBytes(random, bytes) : bytes;
}

const LINES = [
  '\n',
  '\n\n',
  '\r',
  '\r\n\r\n',
  'data:',
  'data: {',
  'event: error\n',
  'id: 1\n',
  'retry: 0\n',
  ': comment\n',
  '\ufeff',
  '\0',
  'data: null\n\n',
  'data: [[[\n\n',
];

function changeEvents(random: Random, events: readonly object[]): object[] {
  const at = below(random, events.length);
  const event = events[at] ?? {};
  switch (below(random, 6)) {
    case 0:
      return events.toSpliced(at, 1);
    case 1:
      return events.toSpliced(at, 0, event);
    case 2:
      return events.toSpliced(at, 1, hostile(random, event));
    case 3:
      return events.toSpliced(below(random, events.length), 0, event);
    default:
      return events.toSpliced(at, 1, mutateValue(random, event as Json) as object);
  }
}

/** What breaks those who trust a type: values without a primitive, inherited names, endless depth and length. */
function hostile(random: Random, event: object): object {
  const unprintable = { toString: 1, valueOf: 1 };
  const fields = [...Object.keys(event), '__proto__', 'constructor'];
  const values = [
    unprintable,
    { __proto__: null, toJSON: 1 },
    [unprintable],
    1e308,
    'x'.repeat(below(random, 300_000)),
    { length: 1e9 },
    [[[[]]]],
  ];
  const name = oneOf(random, fields);
  return name === 'message_type'
    ? event
    : Object.fromEntries([...Object.entries(event), [name, oneOf(random, values)]]);
}

/** One event as an event stream has it, in one of its spellings. */
function encode(random: Random, event: object): string {
  const json = JSON.stringify(event) ?? 'null';
  const end = random() < 0.9 ? '\n\n' : oneOf(random, ['\r\n\r\n', '\r\r', '\n', '\n\n\n', '']);
  const head =
    random() < 0.9
      ? 'data: '
      : oneOf(random, ['data:', 'event: error\ndata: ', 'id: 7\ndata: ', 'DATA: ', ' data: ', '\ufeffdata: ']);
  return head + (random() < 0.03 ? json.replaceAll(',', ',\ndata: ') : json) + end;
}

/** In pieces cut anywhere; `endless` goes on with pings until nobody reads. */
function inPieces(random: Random, bytes: Uint8Array, endless: boolean): ReadableStream<Uint8Array> {
  const ping = new TextEncoder().encode('data: {"message_type":"ping"}\n\n'.repeat(50));
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.length) {
        const end = at + 1 + below(random, random() < 0.5 ? 20 : 2_000);
        controller.enqueue(bytes.slice(at, end));
        at = end;
      } else if (endless) controller.enqueue(ping);
      else controller.close();
    },
  });
}

/** The answer to anything that is no stream. */
export function drawJson(random: Random): Response {
  const conversation = {
    ...{
      id: `conv-${crypto.randomUUID()}`,
      agent_id: 'agent-x',
      summary: 'a title',
      created_at: '2026-01-01T00:00:00Z',
    },
    ...{ updated_at: null, created_by_id: PLANTED.key, system: PLANTED.system, in_context_message_ids: [RUN] },
  };
  const run = { id: RUN, status: 'completed', stop_reason: 'end_turn', error: PLANTED.key, total_tokens: 3 };
  const list = TURN.filter((event) => 'id' in event).concat(
    base('user_message', { content: 'hi', otid: crypto.randomUUID() }, null),
  );
  let value = oneOf<Json>(random, [conversation, list as Json, run, [run], { ...conversation, ...run }]);
  for (let times = below(random, 5); times > 0; times--) value = mutateValue(random, value);
  if (random() < 0.2 && Array.isArray(value)) value = value.map((item) => hostile(random, Object(item)) as Json);
  const json = JSON.stringify(value);
  const text = random() < 0.15 ? mutateText(random, json) : json;
  const status =
    random() < 0.85 ? 200 : oneOf(random, [201, 299, 400, 401, 402, 404, 409, 410, 422, 429, 500, 502, 503]);
  const type =
    random() < 0.9 ? 'application/json' : oneOf(random, ['text/html', 'text/event-stream', 'application/octet-stream']);
  return new Response(text, { status, headers: { 'content-type': type, 'x-key': PLANTED.key } });
}
