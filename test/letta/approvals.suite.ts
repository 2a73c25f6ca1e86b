// Client tools and approvals: a call that waits blocks its conversation until it is answered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Answer,
  background,
  call,
  createAgent,
  createConversation,
  type Fields,
  history,
  ofType,
  openDesk,
  replyOf,
  send,
  shapeOf,
  target,
  transcript,
  user,
} from './client.ts';

const parameters = { type: 'object', properties: { what: { type: 'string' } } };
const client_tools = [{ name: 'get_page', description: 'Reads the page', parameters }];
const live = { stream_tokens: true, background: target.redis, client_tools };
const desk = openDesk();

/** A fresh conversation in which the call of a client tool waits; resolves with the stream that asked. */
async function ask(fields: Fields = {}): Promise<Answer> {
  await desk.fresh();
  return send(desk.conversation, { ...user('use get_page {"what":"title"}'), ...live, ...fields });
}

const answer = (approvals: readonly Fields[], fields: Fields = {}) =>
  send(desk.conversation, { messages: [{ type: 'approval', approvals }], ...live, ...fields });

const callId = ({ text }: Answer) => /"tool_call_id":"([^"]+)"/.exec(text)![1]!;
const result = (tool_call_id: string) => ({ type: 'tool', tool_call_id, tool_return: 'Home', status: 'success' });
const decision = (tool_call_id: string, approve: boolean) => ({
  type: 'approval',
  tool_call_id,
  approve,
  reason: 'not now',
});

test('a call of a client tool streams a request in pieces and stops with `requires_approval`', async () => {
  const { events } = await ask();
  assert.equal(
    shapeOf(events),
    `approval_request_message stop:requires_approval usage_statistics [DONE]`.replace(/^/, 'ping '),
  );
  const requests = ofType(events, 'approval_request_message');
  const [first, second] = requests.map((event) => event['tool_call'] as Fields);
  assert.deepEqual([first!['name'], first!['arguments']], ['get_page', null]);
  assert.deepEqual([second!['name'], second!['arguments']], [null, '{"what":"title"}']);
  assert.equal(requests[0]!['otid'], requests[0]!['id']);
});

test('without stream_tokens the request comes whole, with its calls as an array', async () => {
  const { events } = await ask({ stream_tokens: false });
  const [request] = ofType(events, 'approval_request_message');
  const wanted = {
    name: 'get_page',
    arguments: '{"what":"title"}',
    tool_call_id: (request!['tool_call'] as Fields)['tool_call_id'],
  };
  assert.deepEqual([request!['tool_call'], request!['tool_calls']], [wanted, [wanted]]);
});

test('the waiting request is the newest message of the history', async () => {
  await ask();
  const [newest] = await history(desk.conversation, '?limit=1');
  assert.equal(newest!['message_type'], 'approval_request_message');
  assert.equal((newest!['tool_calls'] as Fields[])[0]!['name'], 'get_page');
});

test('a plain message is refused while the call waits: in the stream, and as JSON with 409', async () => {
  await ask();
  const { status, events } = await send(desk.conversation, { ...user('hello'), ...live });
  assert.equal(status, 200);
  assert.equal(shapeOf(events), `ping stop:error error_message${target.redis ? '' : ' [DONE]'}`);
  assert.match(String(ofType(events, 'error_message')[0]!['message']), /waiting for approval on a tool call/);
  assert.equal(
    (await call('POST', `/v1/conversations/${desk.conversation}/messages`, { ...user('hello'), streaming: false }))
      .status,
    409,
  );
  assert.equal((await transcript(desk.conversation)).length, 2);
});

test('the client’s result lets the agent go on', async () => {
  const asked = await ask();
  const { events } = await answer([result(callId(asked))]);
  assert.equal(shapeOf(events), 'ping assistant_message stop:end_turn usage_statistics [DONE]');
  assert.match(
    replyOf(events),
    /^You said: \{\n {2}"status": "OK",\n {2}"message": "Home",\n {2}"time": ".* [AP]M UTC\+0000"\n\}$/,
  );
  const types = (await history(desk.conversation, '?order=asc')).map((message) => message['message_type']);
  assert.deepEqual(types.slice(2), [
    'approval_request_message',
    'approval_response_message',
    'tool_return_message',
    'assistant_message',
  ]);
  assert.equal(replyOf((await send(desk.conversation, user('free again'))).events), 'You said: free again');
});

test('the answer is in the history with its approvals; its own otid is not', async () => {
  const asked = await ask();
  const messages = [{ type: 'approval', otid: 'my-otid', approvals: [result(callId(asked))] }];
  await send(desk.conversation, { messages, ...live });
  const [response] = ofType(await history(desk.conversation), 'approval_response_message');
  const listed = {
    type: 'tool',
    tool_return: 'Home',
    status: 'success',
    tool_call_id: callId(asked),
    stdout: null,
    stderr: null,
  };
  assert.deepEqual(response!['approvals'], [listed]);
  assert.deepEqual([response!['approve'], response!['approval_request_id'], response!['otid']], [null, null, null]);
});

test('without stream_tokens the tool’s return is streamed too, with them it is not', async () => {
  const asked = await ask();
  const { events } = await answer([result(callId(asked))], { stream_tokens: false });
  assert.equal(shapeOf(events), 'ping tool_return_message assistant_message stop:end_turn usage_statistics [DONE]');
});

test('a denial is told to the agent with its reason', async () => {
  const asked = await ask();
  const { events } = await answer([decision(callId(asked), false)]);
  assert.match(
    replyOf(events),
    /"status": "Failed",\n {2}"message": "Error: request to call tool denied\. User reason: not now"/,
  );
  const [response] = ofType(await history(desk.conversation), 'approval_response_message');
  assert.deepEqual(
    [response!['approve'], response!['approval_request_id'], response!['reason']],
    [false, callId(asked), 'not now'],
  );
});

test('a client tool that is approved, not answered, is not found', async () => {
  const asked = await ask();
  const { events } = await answer([decision(callId(asked), true)]);
  assert.match(replyOf(events), /"status": "Failed",\n {2}"message": "Tool not found"/);
});

test('an answer to another call, or to none, is refused and leaves the call waiting', async () => {
  await ask();
  const wrong = await answer([result('call_other')]);
  assert.match(
    String(ofType(wrong.events, 'error_message')[0]!['detail']),
    /^Invalid tool call IDs\. Expected '\['call_/,
  );
  assert.equal((await transcript(desk.conversation)).length, 2);
  await desk.fresh();
  const none = await answer([result('call_other')]);
  assert.match(
    String(ofType(none.events, 'error_message')[0]!['detail']),
    /^Cannot process approval response: No tool call/,
  );
});

test('a model that fails on the answer has the call answered all the same', async () => {
  const asked = await ask();
  const failed = await answer([{ ...result(callId(asked)), tool_return: 'fail cut' }]);
  assert.equal(ofType(failed.events, 'error_message').length, 1);
  const types = (await transcript(desk.conversation)).map((line) => line.split(':')[0]);
  assert.deepEqual(types, [
    'user_message',
    'approval_request_message',
    'approval_response_message',
    'tool_return_message',
  ]);
  assert.equal(replyOf((await send(desk.conversation, user('free again'))).events), 'You said: free again');
});

test('a tool of the agent that needs an approval runs when it is approved', async () => {
  const guarded = await createAgent({ tool_rules: [{ type: 'requires_approval', tool_name: 'memory_insert' }] });
  desk.conversation = await createConversation(guarded);
  const asked = await send(desk.conversation, {
    ...user('use memory_insert {"label":"human","new_string":"Ada"}'),
    ...background,
    background: target.redis,
  });
  assert.equal(shapeOf(asked.events), 'ping approval_request_message stop:requires_approval usage_statistics [DONE]');
  const messages = [
    { type: 'approval', approvals: [{ type: 'approval', tool_call_id: callId(asked), approve: true }] },
  ];
  await send(desk.conversation, { messages, stream_tokens: true });
  const block = await call('GET', `/v1/agents/${guarded}/core-memory/blocks/human`);
  assert.equal(block.json['value'], 'unknown\nAda');
  await call('DELETE', `/v1/agents/${guarded}`);
});
