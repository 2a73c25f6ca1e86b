import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomId } from '../../widget/client/ports.ts';
import { createChatClient } from '../../widget/client.ts';
import { createDisk, createWorld, read, settled, until } from './world.ts';

test('nothing is asked and nothing stored before it is started', async (t) => {
  const { open, line } = createWorld(t);
  const disk = createDisk();
  const client = open(disk);
  client.subscribe(() => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(line.requests, []);
  assert.equal(disk.kept.size, 0);
  assert.equal(client.snapshot.storage, 'loading');
});

test('what was typed and not sent is there after a reload, in its conversation', async (t) => {
  const { open } = createWorld(t);
  const disk = createDisk();
  const first = open(disk);
  await first.send('words 1');
  const { conversation } = await until(first, settled);
  first.setDraft('half a sen');
  await until(first, ({ draft }) => draft === 'half a sen');
  await first.newConversation();
  assert.equal(first.snapshot.draft, '');
  first.close();
  const second = open(disk);
  await second.start();
  assert.equal(second.snapshot.draft, '');
  await second.openConversation(conversation ?? '');
  assert.equal(second.snapshot.draft, 'half a sen');
});

test('what is typed while another conversation is being opened goes along, and what stood there before stays', async (t) => {
  const { open } = createWorld(t);
  const client = open();
  await client.send('words 1');
  const { conversation } = await until(client, settled);
  client.setDraft('half a sen');
  await until(client, ({ draft }) => draft === 'half a sen');
  const opened = client.newConversation();
  client.setDraft('Hello');
  await opened;
  const { opening, draft } = client.snapshot;
  assert.deepEqual([opening, draft], [false, 'Hello']);
  const back = client.openConversation(conversation ?? '');
  client.setDraft('again');
  await back;
  assert.equal(client.snapshot.draft, 'half a sen\nagain');
});

test('replies that come while nobody looks are counted until somebody does', async (t) => {
  const { open } = createWorld(t);
  const client = open();
  await client.start();
  await client.send('slow 5 words 10');
  await until(client, ({ status }) => status === 'streaming');
  client.setAttention(false);
  assert.equal((await until(client, ({ unread }) => unread > 0)).unread, 1);
  client.setAttention(true);
  await until(client, ({ unread }) => unread === 0);
});

test('a line that falls silent is given up and asked for again', async (t) => {
  const { open, line, letta } = createWorld(t, { client: { timeLimits: { silence: 150 } } });
  letta.control.firstTokenDelay = 0;
  const client = open();
  await client.send('slow 400 words 3');
  const { messages } = await until(client, settled);
  assert.equal(messages[1]?.text.split(' ').length, 3);
  assert.ok(line.count(/stream$/) > 0);
});

test('a page that the browser puts aside in the middle of a reply goes on when the visitor comes back', async (t) => {
  const { open, line } = createWorld(t);
  const client = open(createDisk());
  await client.send('slow 5 words 40');
  await until(client, ({ messages }) => (messages[1]?.text.length ?? 0) > 10);
  line.freezePages();
  line.thawPages();
  const { messages } = await until(client, settled);
  assert.equal(messages[1]?.text.split(' ').length, 40);
});

test('older messages come on demand, before the others', async (t) => {
  const { open } = createWorld(t);
  const disk = createDisk();
  const first = open(disk);
  for (let number = 0; number < 32; number++) await first.send(`words 1 ${number}`);
  const all = await until(first, (now) => settled(now) && now.messages.length === 64);
  const { conversation } = all;
  first.close();
  const rest = createDisk();
  for (const [key, value] of disk.kept) if (!/thread/.test(key)) rest.kept.set(key, value);
  const second = open(rest);
  await second.openConversation(conversation ?? '');
  const newest = await until(second, ({ messages, hasOlder }) => messages.length > 0 && hasOlder);
  assert.ok(newest.messages.length < 64);
  await second.loadOlder();
  const whole = await until(second, ({ messages }) => messages.length === 64);
  assert.deepEqual(read(whole), read(all));
  assert.equal(whole.hasOlder, false);
});

test('a reply that runs while another conversation is open is whole when the visitor comes back', async (t) => {
  const { open } = createWorld(t);
  const client = open(createDisk());
  await client.send('slow 5 words 40');
  const { conversation } = await until(client, ({ messages }) => (messages[1]?.text.length ?? 0) > 10);
  await client.newConversation();
  assert.deepEqual(client.snapshot.messages, []);
  await client.send('words 2');
  await until(client, settled);
  await client.openConversation(conversation ?? '');
  const { messages } = await until(client, settled);
  assert.equal(messages.length, 2);
  assert.equal(messages[1]?.text.split(' ').length, 40);
});

test('when the page cannot say who the visitor is, that is a state, and the next call asks again', async (t) => {
  let known = false;
  const identity = async () => {
    if (!known) throw new Error('session is over');
    return 'not-a-jwt';
  };
  const client = createWorld(t).open(null, { identity });
  await client.start();
  assert.equal(client.snapshot.problem?.code, 'identity_refused');
  await assert.rejects(client.send('hello'), /session is over/);
  known = true;
  await client.start();
  assert.equal(client.snapshot.problem, null);
});

test('forgetting everything forgets the visitor, the conversations and the drafts', async (t) => {
  const { open } = createWorld(t);
  const disk = createDisk();
  const client = open(disk);
  await client.send('words 1');
  await until(client, settled);
  const before = JSON.stringify(disk.kept.get([...disk.kept.keys()].find((key) => key.endsWith('visitor')) ?? ''));
  await client.reset();
  assert.deepEqual(client.snapshot.messages, []);
  await until(client, ({ agent }) => agent !== null);
  assert.equal(
    [...disk.kept.keys()].some((key) => /conv-/.test(key)),
    false,
  );
  const after = JSON.stringify(disk.kept.get([...disk.kept.keys()].find((key) => key.endsWith('visitor')) ?? ''));
  assert.notEqual(after, before);
});

test('what is stored and broken is ignored', async (t) => {
  const { open } = createWorld(t);
  const disk = createDisk();
  const first = open(disk);
  await first.send('words 1');
  await until(first, settled);
  first.close();
  const junk = [
    null,
    7,
    'junk',
    { version: 99 },
    { version: 1, transcript: [{ id: 3 }], turn: { phase: 'streaming', run: 1 } },
  ];
  for (const value of junk) {
    for (const key of disk.kept.keys()) if (/thread|live|recent|draft/.test(key)) disk.kept.set(key, value);
    const client = open(disk);
    await client.start();
    const { messages } = await until(client, settled);
    assert.equal(messages.length, 2, 'the server has it');
    client.close();
  }
});

test('without crypto.randomUUID, as on plain HTTP, ids are made otherwise', (t) => {
  Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
  t.after(() => Reflect.deleteProperty(crypto, 'randomUUID'));
  const ids = Array.from({ length: 100 }, randomId);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Set(ids).size, 100);
});

test('an address that is none is refused with a sentence', () => {
  assert.throws(() => createChatClient({ proxy: 'chat example' }), { name: 'TypeError', message: /is no web address/ });
});

test('a name that is no agent of the proxy’s is told to the developer and shown as a state', async (t) => {
  const warn = t.mock.method(console, 'warn', () => undefined);
  const client = createWorld(t).open(null, { agent: 'dmeo' });
  await client.start();
  await until(client, ({ problem }) => problem?.code === 'not_found');
  assert.ok(
    warn.mock.calls.some(({ arguments: [said] }) => /no agent "dmeo"; the proxy has "demo"/.test(String(said))),
  );
});

test('a proxy that comes up after the page is found by itself', async (t) => {
  const { open, line } = createWorld(t);
  line.offline = true;
  const client = open();
  await client.start();
  await until(client, ({ problem }) => problem?.code === 'offline');
  line.offline = false;
  await until(client, ({ agent, problem }) => agent !== null && problem === null);
});
