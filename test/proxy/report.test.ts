// The comparison of an agent's variants: a real proxy on Node counts into its store, the command reads it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { createSimulator, type Simulator } from '../../demo/simulator/index.ts';
import { run } from '../../proxy/cli.ts';
import { startNode } from '../../proxy/node.ts';
import { openTallies } from '../../proxy/store/tallies.ts';
import { newVisitor, SECRET } from './rig.ts';

let folder: string;
let simulator: Simulator;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'letta-chat-report-'));
  simulator = createSimulator();
});
after(() => {
  simulator.close();
  rmSync(folder, { recursive: true });
});

async function print(...args: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const code = await run(['report', ...args], {}, (line) => lines.push(line));
  return { code, text: lines.join('\n') };
}

test('conversations, messages, tokens and errors of each variant add up, over a restart too', async () => {
  const make = (name: string) => simulator.addAgent({ name, model: 'letta-chat/scripted', memory_blocks: [] }).id;
  const variants = [
    { label: 'calm', agent_id: make('calm'), weight: 1 },
    { label: 'brisk', agent_id: make('brisk'), weight: 1 },
  ];
  const settings = {
    LETTA_BASE_URL: 'http://letta.test',
    AGENTS: JSON.stringify([{ name: 'support', variants }]),
    VISITOR_SECRET: SECRET,
    PORT: '0',
    STORE_PATH: join(folder, 'store.sqlite'),
  };
  const begun = new Map<string, number>();
  for (let start = 0; start < 2; start++) {
    const proxy = await startNode(settings, {
      fetch: (input, init) => simulator.fetch(new Request(input, init)),
      log: () => undefined,
    });
    for (let i = 0; i < 5; i++) {
      const visitor = await newVisitor({ request: (path, init) => fetch(proxy.url + path, init) });
      const id = await visitor.converse();
      const otid = crypto.randomUUID();
      await visitor.say(id, 'hello', otid);
      await visitor.say(id, 'hello', otid);
      await visitor.say(id, 'fail 500');
      const reply = (await visitor.messages(id))[0].id;
      for (const value of ['positive', null, 'positive', 'positive', 'negative'])
        await visitor.call('POST', `/v1/conversations/${id}/messages/${reply}/feedback`, { value });
      const at = new Request(`http://letta.test/v1/conversations/${id}`);
      const { agent_id } = (await (await simulator.fetch(at)).json()) as { agent_id: string };
      const label = variants.find((variant) => variant.agent_id === agent_id)!.label;
      begun.set(label, (begun.get(label) ?? 0) + 1);
    }
    await proxy.close();
  }
  const tallies = openTallies(settings.STORE_PATH);
  const rows = tallies.read(1);
  tallies.close();
  assert.deepEqual(new Map(rows.map(({ variant, conversations }) => [variant, conversations])), begun);
  for (const { conversations, messages, errors, tokens, positive, negative } of rows) {
    assert.deepEqual([positive, negative], [0, conversations], 'the last word counts, once');
    assert.deepEqual([messages, errors], [2 * conversations, conversations], 'a message sent twice is one');
    assert.ok(tokens > 0);
  }
  const { code, text } = await print('--store', settings.STORE_PATH);
  assert.equal(code, 0);
  assert.match(
    text,
    /agent +variant +conversations +share +messages +tokens +tokens\/message +errors\/message +good +bad/,
  );
  assert.match(text, new RegExp(`support +brisk +${begun.get('brisk') ?? 0} `));
  assert.match(text, new RegExp(` 50\\.0 % +0 +${begun.get('brisk') ?? 0}$`, 'm'));
});

test('a store of an earlier version is read and added to', () => {
  const path = join(folder, 'earlier.sqlite');
  const database = new DatabaseSync(path);
  database.exec(
    'CREATE TABLE tallies (day TEXT NOT NULL, agent TEXT NOT NULL, variant TEXT NOT NULL, conversations INTEGER NOT NULL, messages INTEGER NOT NULL, tokens INTEGER NOT NULL, errors INTEGER NOT NULL, PRIMARY KEY (day, agent, variant))',
  );
  database.exec("INSERT INTO tallies VALUES ('2026-11-01', 'support', '', 1, 2, 3, 0)");
  database.close();
  for (let opened = 0; opened < 2; opened++) {
    const tallies = openTallies(path, () => Date.parse('2026-11-01T12:00:00Z'));
    const line = { level: 'info', message: 'request', method: 'POST', status: 200, ms: 1, ended: 'complete' } as const;
    const route = '/v1/conversations/:id/messages/:message/feedback';
    tallies.ended({ ...line, route, agent: 'support', feedback: 'positive', feedback_before: 'none' });
    const [row] = tallies.read(1);
    assert.deepEqual([row?.conversations, row?.messages, row?.positive, row?.negative], [1, 2, opened + 1, 0]);
    tallies.close();
  }
});

test('days that are over are left out', () => {
  const path = join(folder, 'days.sqlite');
  let time = Date.parse('2026-11-01T12:00:00Z');
  const tallies = openTallies(path, () => time);
  const line = { level: 'info', message: 'request', method: 'POST', status: 200, ms: 1, ended: 'complete' } as const;
  const begin = () => tallies.ended({ ...line, route: '/v1/conversations', agent: 'support' });
  begin();
  time = Date.parse('2026-11-03T00:00:00Z');
  begin();
  assert.equal(tallies.read(1)[0]?.conversations, 1);
  assert.equal(tallies.read(2)[0]?.conversations, 1);
  assert.equal(tallies.read(3)[0]?.conversations, 2);
  tallies.close();
});

test('no store, and a wrong number of days, are said', async () => {
  assert.match((await print('--store', join(folder, 'none.sqlite'))).text, /There is no store at .*STORE_PATH/);
  const wrong = await print('--days', 'many');
  assert.equal(wrong.code, 2);
  assert.match(wrong.text, /--days takes a whole number/);
});
