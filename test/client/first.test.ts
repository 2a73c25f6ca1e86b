// The client that a new visitor begins with, and the way from it to the whole one.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ChatClient } from '../../widget/client.ts';
import { createDisk, createWorld, eventually, read, settled, until } from './world.ts';

/** Without ids and times, which are others each time. */
const plain = (kept: ReadonlyMap<string, unknown>) =>
  JSON.stringify([...kept].sort(), null, 1).replace(
    /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|"(date|token|expires_at|visitor_id)": .*/g,
    '…',
  );

describe('a first conversation that nothing disturbs', () => {
  test('takes four requests, and the whole client goes on without asking anything', async (t) => {
    const { open, line } = createWorld(t);
    const client = open(createDisk());
    await client.start();
    await client.send('words 3');
    const before = await until(client, settled);
    await client.discard('nothing of that name'); // what only the whole client does
    assert.deepEqual(
      line.requests.map((request) => request.replace(/conv-[^/]*/, 'ID')),
      ['POST /v1/visitors', 'GET /v1/agents', 'POST /v1/conversations', 'POST /v1/conversations/ID/messages'],
    );
    assert.equal(client.snapshot.messages, before.messages, 'nothing is drawn anew');
  });

  test('is shown and kept as the whole client would', async (t) => {
    const kept = [false, true].map(async (whole) => {
      const disk = createDisk();
      const client = createWorld(t, { whole }).open(disk);
      await client.start();
      await until(client, ({ agent }) => agent !== null);
      await client.send('think 3 words 5');
      await client.send('words 2');
      await until(client, (now) => settled(now) && now.messages.length === 4);
      client.setDraft('half a sen');
      await until(client, ({ draft, unread }) => draft !== '' && unread === 0);
      await client.discard('nothing of that name');
      return [plain(disk.kept), read(client.snapshot)];
    });
    const [first, whole] = await Promise.all(kept);
    assert.deepEqual(first, whole);
  });
});

for (const redis of [true, false]) {
  const mode = redis ? 'with background runs' : 'without background runs';

  test(`the whole client takes over in the middle of a reply, over the same line, and no word is lost (${mode})`, async (t) => {
    const { open, line } = createWorld(t, { redis });
    const disk = createDisk();
    // Words come while what is kept is being read.
    const slowly = async (keys: string[]) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return disk.load(keys);
    };
    const client = open({ ...disk, load: slowly });
    await client.start();
    await client.send('slow 2 words 300');
    await until(client, ({ messages }) => (messages[1]?.text.length ?? 0) > 40);
    await client.listConversations();
    assert.equal(client.snapshot.status, 'streaming');
    const { messages } = await until(client, settled);
    assert.equal(messages[1]?.text.split(' ').length, 300);
    assert.match(messages[1]?.text ?? '', /^(lorem \*\*ipsum\*\* dolor sit amet `code` consectetur ?)+/);
    assert.equal(line.count(/(messages|stream)$/), 1);
  });

  test(`a run that fails in the stream is told as what it is (${mode})`, async (t) => {
    const { open, line } = createWorld(t, { redis });
    const client = open();
    await client.start();
    await client.send('fail 500');
    const { messages } = await until(client, ({ status }) => status === 'failed');
    assert.equal(messages[0]?.problem?.code, 'assistant_failed');
    assert.equal(line.count(/POST .*(messages|stream)$/), 1);
  });
}

test('thoughts and tools that the operator shows come over the same line, and none is lost', async (t) => {
  const { open, line } = createWorld(t, { show: ['reasoning', 'tool_calls'] });
  const client = open(createDisk());
  await client.send('slow 2 think 30 words 5');
  const { messages } = await until(client, settled);
  assert.deepEqual(
    messages.map(({ role, state }) => `${role} ${state}`),
    ['user sent', 'reasoning complete', 'assistant complete'],
  );
  assert.equal(messages[1]?.text.split(' ').length, 30);
  assert.equal(messages[2]?.text.split(' ').length, 5);
  assert.equal(line.count(/POST .*(messages|stream)$/), 1);
});

test('a tool that the agent may use in the page is run in the very first reply', async (t) => {
  const { open } = createWorld(t, { tools: ['add'] });
  const client = open(null, { tools: { add: () => 'four' } });
  await client.send('use add {"a":2,"b":2}');
  const { messages } = await until(client, (now) => settled(now) && now.messages.length === 2);
  assert.match(messages[1]?.text ?? '', /four/);
});

test('a line that breaks before the first answer is asked again, and the message is there once', async (t) => {
  for (const path of ['/visitors', '/agents', '/conversations', '/messages']) {
    for (const fault of [{ lost: true }, { unanswered: true }, { answer: () => new Response('?', { status: 502 }) }]) {
      const { open, line } = createWorld(t);
      const client = open();
      line.fault({ path, ...fault });
      await client.send('words 2');
      const now = await until(client, settled);
      assert.equal(read(now).length, 2, `${path} ${JSON.stringify(fault)}`);
      assert.equal(read(now)[0], 'user: words 2');
    }
  }
});

test('a visitor who has opened the chat before and said nothing is new still', async (t) => {
  const { open, line } = createWorld(t);
  const disk = createDisk();
  const before = open(disk);
  await before.start();
  before.setDraft('Hel');
  await until(before, ({ agent, draft }) => agent !== null && draft !== '');
  before.close();
  const client = open(disk);
  await client.start();
  assert.equal(client.snapshot.draft, 'Hel');
  await client.send('Hello');
  await until(client, settled);
  assert.deepEqual(line.requests.filter((request) => /visitors|conversations$/.test(request)).length, 2);
});

test('what is said after another conversation was asked for is said there, also while the whole client reads what is kept', async (t) => {
  const { open } = createWorld(t);
  const disk = createDisk();
  let reading = (): void => undefined;
  let isRead = Promise.resolve();
  let waiting = 0;
  const load = async (keys: string[]) => {
    waiting++;
    await isRead;
    waiting--;
    return disk.load(keys);
  };
  const client = open({ ...disk, load });
  await client.start();
  isRead = new Promise((resolve) => {
    reading = resolve;
  });
  await client.send('words 3');
  const first = (await until(client, settled)).conversation;
  const asked = client.newConversation();
  await eventually(() => waiting > 0);
  const sent = client.send('words 2');
  reading();
  await Promise.all([asked, sent]);
  const second = await until(client, settled);
  assert.notEqual(second.conversation, first);
  assert.deepEqual(read(second)[0], 'user: words 2');
  assert.equal(second.messages.length, 2);
});

test('that a turn has begun is told at once, so that a reply is never over before anybody has heard of it', async (t) => {
  const { open } = createWorld(t);
  const waiting: (() => void)[] = [];
  const soon = (work: () => void) => void waiting.push(work);
  const client = open(createDisk(), { ports: { soon } });
  const tellAll = () => {
    for (const work of waiting.splice(0)) work();
  };
  const statuses: string[] = [];
  client.subscribe(({ status }, before) => status !== before.status && statuses.push(status));
  await client.start();
  tellAll();
  for (const opened of [false, true]) {
    if (opened) {
      tellAll();
      await client.newConversation();
      tellAll();
    }
    await client.send('words 1');
    await eventually(() => settled(client.snapshot) && client.snapshot.messages.length === 2);
    tellAll();
    assert.deepEqual(statuses.splice(0), ['sending', 'idle']);
  }
});

describe('while the whole client comes in the middle of a reply', () => {
  /** What is shown until it is at work. */
  async function statusesOf(client: ChatClient, disturb: () => Promise<void>): Promise<Set<string>> {
    const statuses = new Set<string>();
    client.subscribe(({ status }) => statuses.add(status));
    await client.start();
    await disturb();
    await until(client, ({ status, messages }) => status === 'idle' && messages.length > 1);
    return statuses;
  }

  test('thoughts do not look like a lost line', async (t) => {
    const { open } = createWorld(t, { show: ['reasoning'] });
    const client = open(createDisk(), { ports: { soon: (work) => work() } });
    const statuses = await statusesOf(client, () => client.send('think 5 words 5'));
    assert.deepEqual([...statuses], ['idle', 'sending', 'streaming']);
  });

  test('a line that was given up is shown as one that is lost', async (t) => {
    const { open } = createWorld(t);
    const lead = { channel: null, onLost: (): void => undefined, release: () => undefined };
    const client = open(createDisk(), { ports: { soon: (work) => work(), claim: async () => lead } });
    const statuses = await statusesOf(client, async () => {
      await client.send('slow 10 words 20');
      await until(client, ({ messages }) => (messages[1]?.text.length ?? 0) > 10);
      lead.onLost();
      assert.equal(client.snapshot.status, 'reconnecting');
    });
    assert.ok(statuses.has('reconnecting'));
  });
});

test('conversations are opened in the order in which they were asked for', async (t) => {
  const { open } = createWorld(t);
  const client = open(createDisk());
  await client.start();
  await client.send('words 3');
  const { conversation } = await until(client, settled);
  await Promise.all([client.newConversation(), client.openConversation(conversation ?? '')]);
  assert.equal(client.snapshot.conversation, conversation);
  await Promise.all([client.openConversation(conversation ?? ''), client.newConversation(), client.send('words 2')]);
  const { messages } = await until(client, settled);
  assert.equal(messages[0]?.text, 'words 2');
});

test('closed before anything came, it sends nothing', async (t) => {
  const { open, line } = createWorld(t);
  const client = open();
  void client.send('words 2');
  client.close();
  const other = open();
  await other.send('words 3');
  await until(other, settled);
  assert.equal(line.count(/POST .*\/messages$/), 1);
});
