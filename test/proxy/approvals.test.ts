// Client tools and approvals: an answer is passed on only when it is for exactly what this conversation waits for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Approval, StreamEvent } from '../../proxy/protocol.ts';
import {
  type LocalRig,
  newVisitor,
  parseEvents,
  type RigOptions,
  readEvents,
  replyOf,
  TOOL,
  type Visitor,
} from './rig.ts';
import { rigsOfTests } from './rigs.ts';

const startRig = rigsOfTests();
const start = (options: RigOptions = {}) => startRig({ timeouts: { listLag: 1 }, ...options });

const ASK = `use ${TOOL.name} {"what":"title"}`;

const callsOf = (events: readonly StreamEvent[]) =>
  events.flatMap((event) => (event.message_type === 'approval_request_message' ? event.tool_calls : []));

const returned = (tool_call_id: string, tool_return = 'Home'): Approval => ({
  type: 'tool',
  tool_call_id,
  tool_return,
  status: 'success',
});

const decline = (tool_call_id: string): Approval => ({ type: 'approval', tool_call_id, approve: false });

const answer = (visitor: Visitor, id: string, approvals: readonly Approval[], otid: string = crypto.randomUUID()) =>
  visitor.raw('POST', `/v1/conversations/${id}/messages`, { messages: [{ type: 'approval', approvals, otid }] });

async function ask(rig: LocalRig) {
  const visitor = await newVisitor(rig);
  const id = await visitor.converse('tools');
  const events = await visitor.say(id, ASK);
  return { visitor, id, events, call: callsOf(events)[0]!.tool_call_id };
}

test("the page's tool is offered to the agent, its call streams to the page, its result goes back", async () => {
  const rig = start();
  const { visitor, id, events, call } = await ask(rig);
  const calls = callsOf(events);
  assert.equal(calls[0]?.name, TOOL.name);
  assert.equal(calls.map((piece) => piece.arguments ?? '').join(''), '{"what":"title"}');
  assert.ok(events.some((event) => event.message_type === 'stop_reason' && event.stop_reason === 'requires_approval'));
  assert.match(replyOf(await readEvents(await answer(visitor, id, [returned(call)]))), /Home/);
  assert.deepEqual(
    rig.sent.map(({ client_tools }) => client_tools),
    [[TOOL], [TOOL]],
  );
});

test('a message while a call waits is told as approval_pending', async () => {
  const rig = start();
  const { visitor, id } = await ask(rig);
  const failure = (await visitor.say(id, 'hello?')).at(-1);
  assert.equal(failure?.message_type === 'error_message' && failure.error_type, 'approval_pending');
  const { status, body } = await visitor.call('POST', `/v1/conversations/${id}/messages`, {
    messages: [{ role: 'user', content: 'hello?' }],
    streaming: false,
  });
  assert.deepEqual([status, body.error.code], [409, 'approval_pending']);
});

test('a declined call frees the conversation', async () => {
  const rig = start();
  const { visitor, id, call } = await ask(rig);
  await readEvents(await answer(visitor, id, [decline(call)]));
  assert.equal(replyOf(await visitor.say(id, 'hello')), 'You said: hello');
});

test('answers to other calls, to none, to one twice, or with one too many are refused; Letta is sent nothing', async () => {
  const rig = start();
  const { visitor, id, call } = await ask(rig);
  const quiet = await visitor.converse('tools');
  const sent = rig.sent.length;
  for (const [conversation, approvals] of [
    [id, [returned('call_other')]],
    [id, [returned(call), returned('call_other')]],
    [id, [returned(call), returned(call)]],
    [quiet, [returned(call)]],
    [quiet, [decline(call)]],
  ] as const) {
    const response = await answer(visitor, conversation, approvals);
    assert.equal(response.status, 400);
    assert.match(await response.text(), /invalid_request/);
  }
  assert.equal(rig.sent.length, sent);
});

test('an answer that was given is not given again; the same otid replays its run', async () => {
  const rig = start();
  const { visitor, id, call } = await ask(rig);
  const otid = crypto.randomUUID();
  const first = replyOf(await readEvents(await answer(visitor, id, [returned(call)], otid)));
  assert.equal(replyOf(await readEvents(await answer(visitor, id, [returned(call)], otid))), first);
  assert.equal((await answer(visitor, id, [returned(call, 'Evil')])).status, 400);
  assert.equal(rig.sent.length, 2);
});

test("a tool of the agent's own that needs an approval: the visitor sees an id, may decline, may neither approve nor answer", async () => {
  const rig = start();
  const { id } = rig.simulator.addAgent({
    name: 'careful',
    model: 'letta-chat/scripted',
    memory_blocks: [{ label: 'human', value: 'unknown' }],
    tool_rules: [{ type: 'requires_approval', tool_name: 'memory_insert' }],
  });
  const second = start({ restarted: rig, settings: { AGENTS: '', LETTA_AGENT_ID: id } });
  const visitor = await newVisitor(second);
  const conversation = await visitor.converse('default');
  const text = await (
    await visitor.open(conversation, 'use memory_insert {"label":"human","new_string":"secret"}')
  ).text();
  assert.doesNotMatch(text, /memory_insert|secret/);
  const calls = callsOf(parseEvents(text));
  assert.deepEqual(calls, [{ tool_call_id: calls[0]?.tool_call_id, name: null, arguments: null }]);
  const listed = JSON.stringify(await visitor.messages(conversation, '?limit=1'));
  assert.doesNotMatch(listed, /memory_insert|new_string/);
  const call = calls[0]!.tool_call_id;
  assert.equal(
    (await answer(visitor, conversation, [{ type: 'approval', tool_call_id: call, approve: true }])).status,
    400,
  );
  assert.equal((await answer(visitor, conversation, [returned(call)])).status, 400);
  await readEvents(await answer(visitor, conversation, [decline(call)]));
  assert.equal(replyOf(await visitor.say(conversation, 'hello')), 'You said: hello');
});

test('a call that was cut between its name and its arguments is resumed whole', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse('tools');
  const otid = crypto.randomUUID();
  const events = await visitor.say(id, ASK, otid);
  const named = events.find((event) => event.message_type === 'approval_request_message')!;
  const path = `/v1/conversations/${id}/stream`;
  const rest = await readEvents(await visitor.raw('POST', path, { otid, starting_after: named.seq_id }));
  assert.ok(rest.every(({ seq_id }) => (seq_id ?? Number.POSITIVE_INFINITY) > named.seq_id!));
  assert.equal(
    callsOf([named, ...rest])
      .map((call) => call.arguments ?? '')
      .join(''),
    '{"what":"title"}',
  );
});

test('without streaming the pieces of a call are put together', async () => {
  const rig = start();
  const visitor = await newVisitor(rig);
  const id = await visitor.converse('tools');
  const { body } = await visitor.call('POST', `/v1/conversations/${id}/messages`, {
    messages: [{ role: 'user', content: ASK }],
    streaming: false,
  });
  const { tool_calls } = body.messages.at(-1);
  assert.deepEqual([tool_calls[0].name, tool_calls[0].arguments], [TOOL.name, '{"what":"title"}']);
  assert.equal(body.stop_reason.stop_reason, 'requires_approval');
});

test('all of it works without Redis, where an answer is not sent twice either', async () => {
  const rig = start({ redis: false });
  const { visitor, id, call } = await ask(rig);
  const otid = crypto.randomUUID();
  assert.match(replyOf(await readEvents(await answer(visitor, id, [returned(call)], otid))), /Home/);
  const again = await answer(visitor, id, [returned(call)], otid);
  assert.deepEqual([again.status, JSON.parse(await again.text()).error.code], [400, 'nothing_to_resume']);
});
