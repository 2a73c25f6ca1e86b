// What the suites of this folder say to their server and hear from it: plain `fetch`, no SDK, so that nothing is smoothed over.
// The server is named by the environment (see run.ts).
import assert from 'node:assert/strict';
import { after, before } from 'node:test';

/** The server under test. */
export const target = {
  url: process.env['LETTA_TARGET_URL'] ?? 'http://127.0.0.1:8283',
  name: process.env['LETTA_TARGET_NAME'] ?? 'a server',
  redis: process.env['LETTA_TARGET_REDIS'] !== '0',
};

/** For tests of what only a server with Redis has. */
export const withRedis = { skip: target.redis ? false : 'needs Redis' };

/** For tests of what only a server without Redis does. */
export const withoutRedis = { skip: target.redis ? 'is about a server without Redis' : false };

/** A JSON object of the server. Fields are looked at, not trusted. */
export type Fields = Record<string, unknown>;

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly location: string | null;
  readonly text: string;
  /** The JSON of the body; throws when it is none. */
  readonly json: Fields;
  /** The same, as an array. */
  readonly list: Fields[];
  /** The events of a stream. */
  readonly events: Fields[];
}

export const user = (content: unknown, otid?: string) => ({
  messages: [{ role: 'user', content, ...(otid === undefined ? {} : { otid }) }],
});

/** The options of a background send, as the proxy will use them. */
export const background = { stream_tokens: true, background: true, include_pings: true };

/** Calls the server and reads the whole answer; redirects are not followed. */
export async function call(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(target.url + path, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE),
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return toAnswer(response, await response.text());
}

/** Sends to a conversation. Waits while it is still busy with the last turn: the real server frees it a moment after its stream. */
export async function send(conversation: string, body: unknown): Promise<Answer> {
  const path = `/v1/conversations/${conversation}/messages`;
  let answer = await call('POST', path, body);
  await eventually(async () => {
    if (answer.status === 409 && answer.json['run_id']) answer = await call('POST', path, body);
    return answer.status !== 409 || !answer.json['run_id'];
  });
  return answer;
}

/** Asks the conversation's history; the newest first unless the query says otherwise. */
export async function history(conversation: string, query = ''): Promise<Fields[]> {
  return (await call('GET', `/v1/conversations/${conversation}/messages${query}`)).list;
}

/** The history's messages as `type: text`, oldest first, without the system message. */
export async function transcript(conversation: string): Promise<string[]> {
  const messages = await history(conversation, '?order=asc');
  return messages.slice(1).map((message) => `${message['message_type']}: ${textOf(message)}`);
}

/** A new agent with the memory blocks `human` and `persona`. */
export async function createAgent(fields: Fields = {}): Promise<string> {
  const memory_blocks = [
    { label: 'human', value: 'unknown' },
    { label: 'persona', value: 'helpful', read_only: true },
  ];
  const body = {
    name: 'conformance',
    model: 'openai-proxy/gpt-4o-mini',
    include_base_tools: true,
    memory_blocks,
    ...fields,
  };
  const answer = await call('POST', '/v1/agents/', body);
  assert.equal(answer.status, 200, answer.text);
  return String(answer.json['id']);
}

export async function createConversation(agent: string, summary?: string): Promise<string> {
  const answer = await call('POST', `/v1/conversations/?agent_id=${agent}`, summary === undefined ? {} : { summary });
  assert.equal(answer.status, 200, answer.text);
  return String(answer.json['id']);
}

/** What most suites begin with: an agent of the file's own, removed at its end, and the conversation that the test is about. */
export interface Desk {
  readonly agent: string;
  /** The id of the newest one made by `fresh()`. */
  conversation: string;
  /** Makes a new conversation; resolves with its path. */
  fresh(): Promise<string>;
}

/** For the top of a suite's file: it says `before` and `after`. */
export function openDesk(): Desk {
  let agent = '';
  before(async () => {
    agent = await createAgent();
  });
  after(() => call('DELETE', `/v1/agents/${agent}`));
  return {
    get agent() {
      return agent;
    },
    conversation: '',
    async fresh() {
      this.conversation = await createConversation(agent);
      return `/v1/conversations/${this.conversation}`;
    },
  };
}

/** A stream that is read while it comes. */
export interface Listener {
  readonly status: number;
  /** The events so far. */
  readonly events: Fields[];
  /** Resolves when so many of that type have come; rejects when the stream ends before. */
  until(type: string, count?: number): Promise<void>;
  /** Drops the connection. */
  drop(): void;
  /** The whole text, when the stream has ended or was dropped. */
  readonly whole: Promise<string>;
}

/** Posts and reads the stream as it comes. */
export async function listen(path: string, body: unknown): Promise<Listener> {
  const connection = new AbortController();
  const response = await fetch(target.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.any([connection.signal, AbortSignal.timeout(PATIENCE)]),
  });
  const events: Fields[] = [];
  let wake: () => void = () => undefined;
  let ended = false;
  const whole = readStream(response, connection.signal, (text) => {
    events.splice(0, events.length, ...parseEvents(text));
    wake();
  }).finally(() => {
    ended = true;
    wake();
  });
  return {
    status: response.status,
    events,
    async until(type, count = 1) {
      while (events.filter((event) => event['message_type'] === type).length < count) {
        assert.ok(!ended, `the stream ended before ${count} × ${type}: ${JSON.stringify(events.at(-1))}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    drop: () => connection.abort(),
    whole,
  };
}

/** No wait lasts longer, so that a server that hangs is a failed test and not a hanging one. Long, because a busy machine is no fault. */
const PATIENCE = 60_000;

/** Waits for a condition, asking again every 50 ms. @throws when it has not come true in a minute. */
export async function eventually(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, 'waited a minute in vain');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The events of a stream's text. The end mark is `{message_type: '[DONE]'}`; `event: error` is checked to announce an error. */
export function parseEvents(text: string): Fields[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .map((block) => {
      const data = block.slice(block.indexOf('data: ') + 'data: '.length);
      if (data === '[DONE]') return { message_type: data };
      const event = JSON.parse(data) as Fields;
      assert.equal(block.startsWith('event: error\n'), event['message_type'] === 'error_message', block);
      return event;
    });
}

export function ofType(events: readonly Fields[], type: string): Fields[] {
  return events.filter((event) => event['message_type'] === type);
}

/** The types in order, several of one kind in a row counted once. */
export function shapeOf(events: readonly Fields[]): string {
  const types = events.map((event) =>
    event['message_type'] === 'stop_reason' ? `stop:${event['stop_reason']}` : event['message_type'],
  );
  return types.filter((type, index) => type !== types[index - 1]).join(' ');
}

/** The reply that the deltas add up to. */
export function replyOf(events: readonly Fields[]): string {
  return ofType(events, 'assistant_message')
    .map((event) => event['content'])
    .join('');
}

/** The run that the stream belongs to. */
export function runOf(events: readonly Fields[]): string {
  return String(events.find((event) => event['run_id'])?.['run_id']);
}

function textOf(message: Fields): string {
  const value =
    message['content'] ??
    message['reasoning'] ??
    message['tool_return'] ??
    message['approvals'] ??
    message['tool_call'];
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function toAnswer(response: Response, text: string): Answer {
  const parse = () => JSON.parse(text) as unknown;
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    location: response.headers.get('location'),
    text,
    get json() {
      return parse() as Fields;
    },
    get list() {
      return parse() as Fields[];
    },
    get events() {
      return parseEvents(text);
    },
  };
}

async function readStream(response: Response, signal: AbortSignal, heard: (text: string) => void): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of response.body!) {
      text += decoder.decode(chunk, { stream: true });
      heard(text);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return text;
}
