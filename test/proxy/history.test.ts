// What a visitor sees of a history, and that its pages can be trusted.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { reduceMessage } from '../../proxy/reduce.ts';
import { type LocalRig, newVisitor, startRig, TOOL, type Visitor } from './rig.ts';

let rig: LocalRig;
let visitor: Visitor;

before(async () => {
  rig = startRig();
  visitor = await newVisitor(rig);
});
after(() => rig.close());

interface Listed {
  readonly id: string;
  readonly message_type: string;
  readonly content: unknown;
}

/** Every message, gathered in pages as a client would. */
async function page(id: string, order: 'asc' | 'desc', limit: number): Promise<Listed[]> {
  const all: Listed[] = [];
  const cursor = order === 'asc' ? 'after' : 'before';
  for (;;) {
    const last = all.at(-1);
    const query = `?limit=${limit}&order=${order}${last ? `&${cursor}=${last.id}` : ''}`;
    const next: Listed[] = await visitor.messages(id, query);
    all.push(...next);
    if (next.length < limit) return all;
  }
}

test('of system messages, tools and reasoning nothing is listed', async () => {
  const id = await visitor.converse();
  await visitor.say(id, 'think 5 words 3');
  await visitor.say(id, 'use memory_insert {"label":"human","new_string":"private"}');
  const messages: Listed[] = await visitor.messages(id);
  assert.deepEqual(
    messages.map(({ message_type }) => message_type),
    ['assistant_message', 'user_message', 'assistant_message', 'user_message'],
  );
  assert.doesNotMatch(JSON.stringify(messages), /base_instructions|tool_return|run-|step-|sender_id/);
});

test('an agent that shows its reasoning shows it, in the stream and in the list', async () => {
  const id = await visitor.converse('tools');
  const events = await visitor.say(id, 'think 5 words 3');
  assert.ok(events.some(({ message_type }) => message_type === 'reasoning_message'));
  const types = (await visitor.messages(id)).map(({ message_type }: Listed) => message_type);
  assert.deepEqual(types.sort(), ['assistant_message', 'reasoning_message', 'user_message']);
});

for (const order of ['desc', 'asc'] as const) {
  test(`pages of a history full of tool calls (${order}) give every message once, and only the last is short`, async () => {
    const id = await visitor.converse();
    for (let n = 0; n < 6; n++) {
      await visitor.say(id, `use memory_insert {"label":"human","new_string":"${n}"}`);
      await visitor.say(id, `plain ${n}`);
    }
    const whole: Listed[] = await visitor.messages(id, `?limit=100&order=${order}`);
    assert.equal(whole.length, 24);
    for (const limit of [1, 2, 5, 23, 24, 25]) assert.deepEqual(await page(id, order, limit), whole, `limit ${limit}`);
  });
}

test('a step that gave two messages is not parted between pages', async () => {
  const id = await visitor.converse('tools');
  for (let n = 0; n < 3; n++) await visitor.say(id, `think 3 words ${n + 2}`);
  const whole: Listed[] = await visitor.messages(id);
  assert.equal(whole.length, 9);
  for (const limit of [1, 2, 4]) assert.deepEqual(await page(id, 'desc', limit), whole, `limit ${limit}`);
});

test('what the software of the agent wrote in the name of the user is left out, what a visitor wrote in braces is not', async () => {
  const id = await visitor.converse();
  const heartbeat = JSON.stringify({ type: 'heartbeat', reason: 'Function called', time: '2026-11-22 05:22:33 PM' });
  await visitor.say(id, heartbeat);
  await visitor.say(id, '{"type":"order","time":7}');
  await visitor.say(id, '{ not json }');
  const mine = (await visitor.messages(id)).filter(({ message_type }: Listed) => message_type === 'user_message');
  assert.deepEqual(
    mine.map(({ content }: Listed) => content),
    ['{ not json }', '{"type":"order","time":7}'],
  );
});

test("a call of the page's own tool is listed whole, another one that waits only by its id", async () => {
  const id = await visitor.converse('tools');
  await visitor.say(id, `use ${TOOL.name} {"what":"title"}`);
  const [request] = await visitor.messages(id);
  assert.deepEqual(
    request.tool_calls.map(({ name, arguments: text }: { name: string; arguments: string }) => [name, text]),
    [[TOOL.name, '{"what":"title"}']],
  );
});

test('an agent that shows its tool calls shows their names and arguments, in the stream and in the list; what came back stays inside', async () => {
  const shown = startRig({
    restarted: rig,
    settings: { AGENTS: JSON.stringify([{ name: 'support', agent_id: rig.agentId, show: ['tool_calls'] }]) },
  });
  const visitor = await newVisitor(shown);
  const id = await visitor.converse();
  const events = await visitor.say(id, 'use memory_insert {"label":"human","new_str":"likes tea"}');
  const calls = events.flatMap((event) => (event.message_type === 'tool_call_message' ? event.tool_calls : []));
  assert.deepEqual(
    calls.map(({ name }) => name).filter((name) => name !== null),
    ['memory_insert'],
  );
  assert.match(calls.map((call) => call.arguments ?? '').join(''), /likes tea/);
  const listed = await visitor.messages(id);
  const found = listed.find(({ message_type }: { message_type: string }) => message_type === 'tool_call_message');
  assert.equal(found.tool_calls[0].name, 'memory_insert');
  assert.doesNotMatch(JSON.stringify([events, listed]), /tool_return/);
});

test('a message that calls itself by the id of a run is not shown', () => {
  const garbled = { id: 'run-12345678', message_type: 'assistant_message', content: 'x', date: '2026-01-01T00:00:00Z' };
  assert.equal(reduceMessage(garbled, { show: [], tools: [] }), null);
  assert.notEqual(reduceMessage({ ...garbled, id: 'message-1' }, { show: [], tools: [] }), null);
});
