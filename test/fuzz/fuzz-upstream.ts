/** Puts a Letta that answers at random behind the proxy: no crash, no failure of our own, nothing of its kitchen in any answer. */
import type { ListeningLetta } from '../attacks/letta.ts';
import { findSecret } from '../attacks/secrets.ts';
import type { Stage } from '../attacks/stage.ts';
import { enter, type Hands, message } from '../attacks/visitor.ts';
import { below, oneOf, randomOf } from '../faults/random.ts';
import type { FuzzOptions, FuzzReport } from './fuzz-requests.ts';
import { judge } from './judge.ts';
import { drawJson, drawStream } from './letta-streams.ts';

/** Of an answer without an end so many characters are read, for so long (milliseconds). */
const ENOUGH = 300_000;
const PATIENCE = 3_000;

export async function fuzzUpstream(stage: Stage, { seed, count, only, lanes = 8 }: FuzzOptions): Promise<FuzzReport> {
  const report: FuzzReport = { tried: 0, failures: [], statuses: new Map(), routes: new Map(), reached: 0 };
  const { letta } = stage;
  const visitor = await enter(stage);
  const conversations = await Promise.all(
    Array.from({ length: lanes }, (_, lane) => visitor.converse(lane % 2 ? 'tools' : 'support')),
  );
  stage.log.length = 0;
  letta.reached.length = 0;
  let next = 0;
  let current = randomOf(seed);
  letta.answer = ({ method, path }) => {
    const isStream = method === 'POST' && /\/(messages|stream)$/.test(path);
    return isStream ? drawStream(current) : drawJson(current);
  };

  async function lane(conversation: string): Promise<void> {
    while (next < count) {
      const number = next++;
      if (only !== undefined && only !== number) continue;
      current = randomOf(`${seed}:${number}`);
      await tryOne(number, conversation);
    }
  }

  async function tryOne(number: number, conversation: string): Promise<void> {
    report.tried++;
    const route = oneOf(randomOf(`${seed}:${number}:route`), ROUTES);
    report.routes.set(route[0], (report.routes.get(route[0]) ?? 0) + 1);
    const leave = new AbortController();
    const timer = setTimeout(() => leave.abort(), PATIENCE);
    const problem = await look(stage, visitor, conversation, route, leave).catch((error: unknown) =>
      leave.signal.aborted ? null : `no answer: ${error}`,
    );
    clearTimeout(timer);
    if (problem !== null) report.failures.push(`answer ${number} to ${route[0]}: ${problem}`);
    report.reached += letta.reached.splice(0).length;
  }

  await Promise.all(conversations.map(lane));
  letta.answer = null;
  const broken = stage.log.find(
    ({ problem = '' }) =>
      /TypeError|RangeError|ReferenceError|SyntaxError/.test(problem) &&
      !/broke off|did not answer|no answer of Letta/.test(problem),
  );
  if (broken) report.failures.push(`the log has ${JSON.stringify(broken)}`);
  if (Object.keys(Object.prototype).length > 0) report.failures.push('a prototype was polluted');
  return report;
}

type Route = readonly [name: string, method: string, path: string, body?: () => unknown];

const ROUTES: readonly Route[] = [
  ['send', 'POST', '/messages', () => message()],
  ['send', 'POST', '/messages', () => message()],
  ['send for JSON', 'POST', '/messages', () => ({ ...message(), streaming: false })],
  ['resume', 'POST', '/stream', () => ({ starting_after: below(Math.random, 9) })],
  ['history', 'GET', '/messages'],
  ['history', 'GET', '/messages?order=asc&limit=5'],
  ['retrieve', 'GET', ''],
  ['rename', 'PATCH', '', () => ({ summary: 'x' })],
  ['fork', 'POST', '/fork', () => ({})],
  ['cancel', 'POST', '/cancel'],
  [
    'approve',
    'POST',
    '/messages',
    () => ({
      messages: [{ type: 'approval', approvals: [{ type: 'approval', tool_call_id: 'call_2', approve: false }] }],
    }),
  ],
];

async function look(
  stage: Stage,
  visitor: Hands,
  conversation: string,
  [, method, path, body]: Route,
  leave: AbortController,
): Promise<string | null> {
  const response = await visitor.raw(method, `/v1/conversations/${conversation}${path}`, body?.(), {
    signal: leave.signal,
  });
  const text = await readSome(response, leave);
  const headers = Object.fromEntries(response.headers);
  if (text.startsWith('data: ') || text.startsWith('event: ')) return whatIsWrongWith(text, stage.letta);
  if (text.includes('internal_error')) return `${response.status} ${text}`;
  return judge({ status: response.status, headers, text }, stage.letta, []);
}

async function readSome(response: Response, leave: AbortController): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length < ENOUGH) continue;
    leave.abort();
    break;
  }
  return text;
}

const FIELDS: Readonly<Record<string, RegExp>> = {
  message_type: /^"(ping|assistant_message|approval_request_message|stop_reason|usage_statistics|error_message)"$/,
  id: /^"/,
  date: /^"/,
  otid: /^"/,
  content: /^"/,
  seq_id: /^-?[\d.e+-]+$/,
  stop_reason: /^"(end_turn|requires_approval|cancelled|max_steps|max_tokens_exceeded|error)"$/,
  total_tokens: /^-?[\d.e+-]+$/,
  error_type: /^"(assistant_failed|approval_pending)"$/,
  message: /^"The /,
  request_id: /^"[0-9a-f-]{36}"$/,
  tool_calls: /^\[/,
};

/** Every event by an allow-list of types, fields and their forms. */
function whatIsWrongWith(text: string, letta: ListeningLetta): string | null {
  const secret = findSecret(text, letta);
  if (secret !== null) return `"${secret}" in ${text.slice(0, 500)}`;
  const lines = text.split('\n').filter((line) => line.startsWith('data: {') && line.endsWith('}'));
  for (const line of lines) {
    const wrong = Object.entries(JSON.parse(line.slice(6))).find(
      ([name, value]) => !FIELDS[name]?.test(JSON.stringify(value)),
    );
    if (wrong) return `field "${wrong[0]}" in ${line.slice(0, 500)}`;
  }
  return null;
}
