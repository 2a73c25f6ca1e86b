// Several agents behind one proxy: what their list says, agents that are taken off it, and variants that nobody sees.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryStore } from '../../proxy/store/memory.ts';
import { type LocalRig, newVisitor, replyOf } from './rig.ts';
import { rigsOfTests } from './rigs.ts';

const start = rigsOfTests();

/** A second rig on the same store and Letta, with other agents: the proxy after its settings were changed. */
const restart = (rig: LocalRig, store: ReturnType<typeof createMemoryStore>, agents: readonly object[]) =>
  start({ restarted: rig, store, settings: { AGENTS: JSON.stringify(agents) } });

test('the list says what a visitor is shown of an agent before the first message, and no id', async () => {
  const rig = await start();
  const agents = [
    {
      name: 'sales',
      agent_id: rig.agentId,
      avatar: 'https://shop.example/a.png',
      greeting: 'Hello!',
      suggestions: ['When do you open?'],
      show: ['reasoning'],
    },
    { name: 'help', variants: [{ label: 'calm', agent_id: rig.agentId }] },
  ];
  const changed = await restart(rig, createMemoryStore(), agents);
  const visitor = await newVisitor(changed);
  const { body } = await visitor.call('GET', '/v1/agents');
  assert.deepEqual(body, [
    {
      name: 'sales',
      title: 'sales',
      description: '',
      avatar: 'https://shop.example/a.png',
      greeting: 'Hello!',
      suggestions: ['When do you open?'],
    },
    { name: 'help', title: 'help', description: '' },
  ]);
});

test('an agent that is taken off the list leaves its conversations readable, and takes no messages', async () => {
  const store = createMemoryStore();
  const rig = await start({ store });
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  await visitor.say(id, 'hello');
  const changed = await restart(rig, store, [{ name: 'other', agent_id: rig.agentId }]);
  const headers = { authorization: `Bearer ${visitor.token}` };
  const ask = async (path: string, init: RequestInit = {}) =>
    (await changed.request(path, { headers, ...init })).json();
  assert.equal((await ask(`/v1/conversations/${id}/messages`)).length, 2);
  const [listed] = await ask('/v1/conversations');
  assert.deepEqual([listed.id, listed.agent_id], [id, 'support']);
  const body = JSON.stringify({ messages: [{ role: 'user', content: 'and now?', otid: crypto.randomUUID() }] });
  const refused = await ask(`/v1/conversations/${id}/messages`, { method: 'POST', body });
  assert.equal(refused.error.code, 'not_found');
});

test('a variant is drawn when a conversation begins, stays, and shows in the log alone', async () => {
  const store = createMemoryStore();
  const first = await start({ store });
  const make = (name: string) => first.simulator.addAgent({ name, model: 'letta-chat/scripted', memory_blocks: [] }).id;
  const variants = [
    { label: 'calm', agent_id: make('calm'), weight: 1 },
    { label: 'brisk', agent_id: make('brisk'), weight: 1 },
  ];
  const rig = await restart(first, store, [{ name: 'support', variants }]);
  const seen = new Set<unknown>();
  for (let i = 0; i < 12; i++) {
    const visitor = await newVisitor(rig);
    const ids = [await visitor.converse(), await visitor.converse()];
    for (const id of ids) assert.equal(replyOf(await visitor.say(id, 'hi')), 'You said: hi');
    const agents = await Promise.all(
      ids.map(
        async (id) => ((await (await rig.letta(`/v1/conversations/${id}`)).json()) as { agent_id: string }).agent_id,
      ),
    );
    assert.equal(agents[0], agents[1], 'one visitor has one variant');
    const label = variants.find((variant) => variant.agent_id === agents[0])?.label;
    seen.add(label);
    for (const path of ['/v1/agents', `/v1/conversations/${ids[0]}`])
      assert.doesNotMatch(JSON.stringify((await visitor.call('GET', path)).body), /calm|brisk|agent-/);
    const lines = rig.log.filter(({ message, route }) => message === 'request' && route?.endsWith('/messages'));
    assert.deepEqual([lines.at(-1)?.agent, lines.at(-1)?.variant], ['support', label]);
  }
  assert.deepEqual(seen, new Set(['calm', 'brisk']));
});

test('nobody outside chooses a variant', async () => {
  const first = await start();
  const variants = [{ label: 'calm', agent_id: first.agentId, weight: 1 }];
  const rig = await restart(first, createMemoryStore(), [{ name: 'support', variants }]);
  const visitor = await newVisitor(rig);
  for (const name of ['calm', 'support/calm', first.agentId])
    assert.equal(
      (await visitor.call('POST', `/v1/conversations?agent_id=${encodeURIComponent(name)}`, {})).status,
      404,
    );
  assert.equal((await visitor.call('POST', '/v1/conversations', { variant: 'calm' })).status, 400);
});
