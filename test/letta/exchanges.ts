// The exchanges of recordings/, made again: the same calls in the same order, each answer under the recording's name. The recordings
// were taken from a real Letta 0.16.8 by these very calls.
import { background, call, createAgent, type Fields, listen, send, target, user } from './client.ts';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const NOBODY = '00000000-0000-4000-8000-000000000000';
const parameters = { type: 'object', properties: { what: { type: 'string' } } };
const client_tools = [{ name: 'get_page', description: 'Reads the page', parameters }];

/** The answers, by the recordings' names without their numbers. */
export type Answers = Map<string, { readonly status: number; readonly text: string }>;

type Record_ = (name: string, answer: Promise<{ status: number; text: string }>) => Promise<string>;

/** Makes all of them, with an agent of its own. Only for a server with Redis. */
export async function replayExchanges(): Promise<Answers> {
  const answers: Answers = new Map();
  const record: Record_ = async (name, answer) => {
    const { status, text } = await answer;
    answers.set(name, { status, text });
    return text;
  };
  const agent = await createAgent({
    memory_blocks: [
      { label: 'human', value: 'unknown' },
      { label: 'persona', value: 'helpful' },
    ],
  });
  const conversation = await replayConversations(record, agent);
  await replaySends(record, conversation);
  await replayRuns(record, conversation);
  await replayTools(record, conversation, agent);
  await replayFailures(record, conversation);
  await replayHistory(record, conversation);
  await call('DELETE', `/v1/agents/${agent}`);
  return answers;
}

async function replayConversations(record: Record_, agent: string): Promise<string> {
  const path = '/v1/conversations/';
  const query = `${path}?agent_id=${agent}`;
  const first = await record('create', call('POST', query, { summary: 'first' }));
  const id = (JSON.parse(first) as { id: string }).id;
  await record('create-without-body', call('POST', query));
  await record('create-unknown-agent', call('POST', `${path}?agent_id=agent-${NOBODY}`, {}));
  await record('create-without-agent', call('POST', path, {}));
  for (const summary of ['second', 'third', 'fourth']) await call('POST', query, { summary });
  const page = JSON.parse(await record('list', call('GET', `${query}&limit=2`))) as { id: string }[];
  await record('list-after', call('GET', `${query}&limit=2&after=${page[1]!.id}`));
  await record('retrieve', call('GET', `${path}${id}`));
  await record('retrieve-unknown', call('GET', `${path}conv-${NOBODY}`));
  await record('retrieve-malformed-id', call('GET', `${path}nope`));
  return id;
}

async function replaySends(record: Record_, id: string): Promise<void> {
  await record('send-default', send(id, user('hi')));
  await record('send-stream-tokens', send(id, { ...user('hi two'), stream_tokens: true }));
  await record('send-json', send(id, { ...user('hi three'), streaming: false }));
  const again = { ...user('in the background', crypto.randomUUID()), ...background };
  await record('send-background', send(id, again));
  await record('send-background-same-otid-again', send(id, again));
}

async function replayRuns(record: Record_, id: string): Promise<void> {
  const path = `/v1/conversations/${id}`;
  await record('resume-with-no-active-run', whenFree(`${path}/stream`, {}));
  const otid = crypto.randomUUID();
  const dropped = await listen(`${path}/messages`, { ...user('slow 200 words 20', otid), ...background });
  await dropped.until('assistant_message', 2);
  dropped.drop();
  await record('send-while-busy', call('POST', `${path}/messages`, { ...user('while busy'), ...background }));
  await record('resume-after-3', call('POST', `${path}/stream`, { starting_after: 3, include_pings: true }));
  await record('resume-finished-run-by-otid', call('POST', `${path}/stream`, { otid, starting_after: 15 }));
  const stopped = await listenWhenFree(`${path}/messages`, { ...user('slow 200 words 30'), ...background });
  await stopped.until('assistant_message', 2);
  await record('cancel', call('POST', `${path}/cancel`));
  await record(
    'send-background-cancelled',
    stopped.whole.then((text) => ({ status: stopped.status, text })),
  );
  await record('cancel-with-no-active-run', call('POST', `${path}/cancel`));
}

async function replayTools(record: Record_, id: string, agent: string): Promise<void> {
  const insert = 'use memory_insert {"label":"human","new_string":"The visitor is called Ada."}';
  await record('tool-call', send(id, { ...user(insert), ...background }));
  const other = await call('POST', `/v1/conversations/?agent_id=${agent}`, {});
  const recall = { ...user('recall'), ...background };
  await record('shared-memory-in-another-conversation', send(String(other.json['id']), recall));
  const live = { client_tools, ...background };
  const ask = { ...user('use get_page {"what":"title"}'), ...live };
  const answer = (approval: Fields) => send(id, { messages: [{ type: 'approval', approvals: [approval] }], ...live });
  const callId = (text: string) => /"tool_call_id":"([^"]+)"/.exec(text)![1];
  const first = callId(await record('client-tool-asked', send(id, ask)));
  await record('send-while-approval-pending', send(id, { ...user('hello'), ...live }));
  await record(
    'client-tool-answered',
    answer({ type: 'tool', tool_call_id: first, tool_return: 'Home', status: 'success' }),
  );
  const second = callId(await record('approval-asked', send(id, ask)));
  await record(
    'approval-denied',
    answer({ type: 'approval', tool_call_id: second, approve: false, reason: 'not now' }),
  );
}

async function replayFailures(record: Record_, id: string): Promise<void> {
  const path = `/v1/conversations/${id}/messages`;
  await record('reasoning', send(id, { ...user('think 6 words 4'), ...background }));
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } };
  await record('send-image', send(id, { ...user([{ type: 'text', text: 'see' }, image]), ...background }));
  await record('model-fails', send(id, { ...user('fail 500'), ...background }));
  await record('model-cut-mid-reply', send(id, { ...user('fail cut'), ...background }));
  await record('send-no-messages', call('POST', path, { messages: [] }));
  await record('send-empty-content', send(id, user('')));
  await record('send-malformed', call('POST', path, { messages: 'x' }));
}

async function replayHistory(record: Record_, id: string): Promise<void> {
  const path = `/v1/conversations/${id}`;
  const messages = `${path}/messages`;
  const listed = JSON.parse(await record('messages', call('GET', messages))) as { id: string }[];
  const [third, seventh] = [listed[2]!.id, listed[6]!.id];
  await record('messages-limit', call('GET', `${messages}?limit=3`));
  await record('messages-before', call('GET', `${messages}?limit=3&before=${third}`));
  await record('messages-after', call('GET', `${messages}?limit=3&after=${seventh}`));
  await record('messages-ascending', call('GET', `${messages}?limit=3&order=asc`));
  await record('messages-ascending-after', call('GET', `${messages}?limit=3&order=asc&after=${seventh}`));
  const types = ['user_message', 'assistant_message'].map((type) => `&include_return_message_types=${type}`).join('');
  await record('messages-of-types', call('GET', `${messages}?limit=3${types}`));
  await record('update', call('PATCH', path, { summary: 'renamed' }));
  await record('fork', call('POST', `${path}/fork`));
  await record('delete', call('DELETE', path));
  await record('retrieve-deleted', call('GET', path));
}

/** Asks again while the last turn is still held to be active. */
async function whenFree(path: string, body: unknown) {
  let answer = await call('POST', path, body);
  while (answer.status === 200) answer = await call('POST', path, body);
  return answer;
}

/** As `listen`, waiting while the conversation is busy. */
async function listenWhenFree(path: string, body: unknown) {
  for (;;) {
    const stream = await listen(path, body);
    if (stream.status !== 409) return stream;
    await stream.whole;
    await fetch(`${target.url}/v1/health/`).then((response) => response.text());
  }
}
