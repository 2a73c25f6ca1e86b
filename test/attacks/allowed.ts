/**
 * What may reach Letta: the proxy's whole upstream vocabulary, written down a second time and on purpose not derived from
 * `proxy/letta.ts`. Anything else that arrives there is a hole.
 */
import * as v from 'valibot';
import { TOOL } from '../proxy/rig.ts';
import { type ListeningLetta, PLANTED, type Reached } from './letta.ts';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const CONVERSATION = `/v1/conversations/conv-${UUID}`;

const uuid = v.pipe(v.string(), v.regex(new RegExp(`^${UUID}$`, 'i')));
const messageId = v.pipe(v.string(), v.regex(/^[\w-]{1,80}$/));
const nothing = v.literal('');

/** valibot's own strict object takes what every object inherits for known. */
const exactly = <Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(
    v.custom<Record<string, unknown>>(
      (value) =>
        typeof value === 'object' && value !== null && Object.keys(value).every((key) => Object.hasOwn(entries, key)),
      'has a field that is none of ours',
    ),
    v.object(entries),
  );

const part = v.union([
  exactly({ type: v.literal('text'), text: v.string() }),
  exactly({
    type: v.literal('image'),
    source: exactly({
      type: v.literal('base64'),
      media_type: v.pipe(v.string(), v.startsWith('image/')),
      data: v.string(),
    }),
  }),
]);

const approval = v.union([
  exactly({
    type: v.literal('tool'),
    tool_call_id: v.string(),
    tool_return: v.string(),
    status: v.picklist(['success', 'error']),
  }),
  exactly({
    type: v.literal('approval'),
    tool_call_id: v.string(),
    approve: v.boolean(),
    reason: v.optional(v.string()),
  }),
]);

const send = exactly({
  messages: v.tuple([
    v.union([
      exactly({ role: v.literal('user'), content: v.union([v.string(), v.array(part)]), otid: uuid }),
      exactly({ type: v.literal('approval'), approvals: v.array(approval), otid: uuid }),
    ]),
  ]),
  streaming: v.literal(true),
  stream_tokens: v.literal(true),
  background: v.boolean(),
  include_pings: v.literal(true),
  include_return_message_types: v.array(v.picklist(['assistant_message', 'approval_request_message'])),
  client_tools: v.optional(
    v.tuple([exactly({ name: v.literal(TOOL.name), description: v.string(), parameters: v.any() })]),
  ),
});

const resume = exactly({
  starting_after: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  include_pings: v.literal(true),
  otid: v.optional(uuid),
});

/** What Letta's database cannot keep is its failure by the visitor's will. */
const summary = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(200),
  v.check((text) => text.isWellFormed() && !text.includes('\0')),
);

const wholeNumber = v.pipe(v.string(), v.regex(/^\d{1,3}$/));

interface Call {
  readonly method: string;
  readonly path: RegExp;
  /** The query's schema; default: none at all. */
  readonly query?: v.GenericSchema;
  /** The body's schema; default: none at all. */
  readonly body?: v.GenericSchema;
}

const agentPath = (rest: string) => new RegExp(`^/v1/agents/agent-${UUID}${rest}$`);
const path = (rest: string) => new RegExp(`^${CONVERSATION}${rest}$`);

const CALLS: readonly Call[] = [
  { method: 'GET', path: agentPath('') },
  { method: 'GET', path: agentPath('/core-memory/blocks') },
  {
    method: 'POST',
    path: /^\/v1\/conversations\/$/,
    query: exactly({ agent_id: v.string() }),
    body: exactly({ summary: v.optional(summary) }),
  },
  { method: 'GET', path: path('') },
  { method: 'PATCH', path: path(''), body: exactly({ summary: summary }) },
  { method: 'DELETE', path: path('') },
  { method: 'POST', path: path('/fork'), query: exactly({ message_id: v.optional(messageId) }), body: exactly({}) },
  { method: 'POST', path: path('/cancel') },
  {
    method: 'GET',
    path: path('/messages'),
    query: exactly({
      limit: wholeNumber,
      order: v.picklist(['asc', 'desc']),
      before: v.optional(messageId),
      after: v.optional(messageId),
    }),
  },
  { method: 'POST', path: path('/messages'), body: send },
  { method: 'POST', path: path('/stream'), body: resume },
  { method: 'GET', path: new RegExp(`^/v1/runs/run-${UUID}(/usage)?$`) },
  {
    method: 'PATCH',
    path: new RegExp(`^/v1/steps/step-${UUID}/feedback$`),
    body: exactly({ feedback: v.nullable(v.picklist(['positive', 'negative'])) }),
  },
  {
    method: 'GET',
    path: /^\/v1\/runs\/$/,
    query: exactly({
      conversation_id: v.pipe(v.string(), v.regex(new RegExp(`^conv-${UUID}$`))),
      limit: v.literal('1'),
    }),
  },
];

/** Headers that a client of Letta sends by itself, on Node and on Workers. */
const HEADERS = new Set([
  ...['accept', 'accept-encoding', 'accept-language', 'authorization', 'connection', 'content-length', 'content-type'],
  ...[
    'host',
    'sec-fetch-mode',
    'transfer-encoding',
    'user-agent',
    'cf-worker',
    'cf-connecting-ip',
    'cf-ray',
    'cf-ew-via',
    'cdn-loop',
    'mf-vary',
  ],
]);

/** What is wrong with a call that has reached Letta; `null` when it may. */
export function whyForbidden(reached: Reached, letta: ListeningLetta): string | null {
  const line = `${reached.method} ${reached.path}?${reached.query}`;
  const calls = CALLS.filter((call) => call.method === reached.method && call.path.test(reached.path));
  const agent = reached.query.get('agent_id') ?? /agent-[0-9a-f-]+/.exec(reached.path)?.[0];
  if (agent !== undefined && !Object.values(letta.agents).includes(agent)) return `${line}: an agent that is not ours`;
  if (reached.headers.get('authorization') !== `Bearer ${PLANTED.key}`) return `${line}: without the key`;
  const header = [...reached.headers.keys()].find((name) => !HEADERS.has(name));
  if (header !== undefined) return `${line}: header ${header}: ${reached.headers.get(header)}`;
  if (!calls.some((call) => fits(reached, call))) return `${line} ${reached.body.slice(0, 300)}`;
  return null;
}

function fits(reached: Reached, { query = exactly({}), body = nothing }: Call): boolean {
  return (
    new Set(reached.query.keys()).size === reached.query.size &&
    v.is(query, Object.fromEntries(reached.query)) &&
    v.is(body, reached.body === '' ? '' : JSON.parse(reached.body))
  );
}
