// The visitor's conversations: listed, renamed, deleted, and those that go on while another one is open.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { titleOf } from '../../widget/core/title.ts';
import { createDisk, createWorld, eventually, read, settled, until } from './world.ts';

test('a title is made of the first words of the first message', async (t) => {
  const { open, letta } = createWorld(t);
  const client = open();
  await client.send('words 2 and then a good many more words than a list of conversations has room for');
  await until(client, settled);
  const { conversations } = await client.listConversations();
  assert.equal(conversations[0]?.title, 'words 2 and then a good many more words than a list of…');
  const kept = await letta.fetch(new Request(`http://letta.test/v1/conversations/${client.snapshot.conversation}`));
  assert.equal(((await kept.json()) as { summary: string }).summary, conversations[0]?.title);
});

test('a title ends at a word, or where a reader counts a character when there is only one word', () => {
  assert.equal(titleOf('  Are you\n open? '), 'Are you open?');
  assert.equal(titleOf(''), '');
  assert.equal(titleOf(`${'a'.repeat(50)} ${'b'.repeat(50)}`), `${'a'.repeat(50)}…`);
  const family = '👨‍👩‍👧‍👦';
  assert.equal(titleOf(family.repeat(20)), `${family.repeat(5)}…`);
  assert.ok(titleOf('自転車の修理にはどのくらいの時間がかかりますか。'.repeat(5)).length <= 61);
});

test('the list goes from the one that was spoken in last to the oldest, page by page', async (t) => {
  const { open } = createWorld(t);
  const client = open(createDisk());
  const ids: string[] = [];
  for (const text of ['words 1 a', 'words 1 b', 'words 1 c']) {
    await client.newConversation();
    await client.send(text);
    const { conversation } = await until(client, settled);
    ids.push(conversation ?? '');
  }
  await client.openConversation(ids[0] ?? '');
  await client.send('words 1 again');
  await until(client, (now) => settled(now) && now.messages.length === 4);
  const first = await client.listConversations({ limit: 2 });
  assert.deepEqual(
    first.conversations.map(({ id }) => id),
    [ids[0], ids[2]],
  );
  assert.equal(first.more, true);
  const second = await client.listConversations({ limit: 2, after: ids[2] });
  assert.deepEqual(
    second.conversations.map(({ id, title }) => [id, title]),
    [[ids[1], 'words 1 b']],
  );
  assert.equal(second.more, false);
  assert.deepEqual(
    client.snapshot.conversations.map(({ id }) => id),
    [ids[0], ids[2], ids[1]],
    'and the snapshot has all that were listed',
  );
  assert.match(first.conversations[1]?.last ?? '', /\w/, 'with the last words of what is kept here');
});

test('a reply and what waits behind it go on while another conversation is open, and the list shows it', async (t) => {
  const { open, line } = createWorld(t);
  const client = open(createDisk());
  await client.send('slow 20 words 20');
  await client.send('words 3');
  const { conversation } = await until(client, ({ messages }) => (messages[1]?.text.length ?? 0) > 10);
  await client.newConversation();
  const entry = () => client.snapshot.conversations.find(({ id }) => id === conversation);
  assert.equal(entry()?.running, true);
  await client.send('words 2');
  await until(client, settled);
  await eventually(() => entry()?.running === false);
  assert.equal(entry()?.unread, true);
  assert.equal(line.count(/stream$/), 0, 'the line was handed over, not asked for again');
  const before = line.count(/messages/);
  await client.openConversation(conversation ?? '');
  assert.deepEqual(
    client.snapshot.messages.map(({ role, state }) => `${role} ${state}`),
    ['user sent', 'assistant complete', 'user sent', 'assistant complete'],
    'all of it is kept already',
  );
  assert.equal(client.snapshot.messages[1]?.text.split(' ').length, 20);
  assert.ok(line.count(/messages/) <= before + 1, 'the history is asked once');
});

test('what went on in the background goes on after a reload', async (t) => {
  const { open } = createWorld(t);
  const disk = createDisk();
  const first = open(disk);
  await first.send('slow 20 words 20');
  const { conversation } = await until(first, ({ messages }) => (messages[1]?.text.length ?? 0) > 10);
  await first.send('words 3');
  await first.newConversation();
  first.close();
  const second = open(disk);
  await second.start();
  assert.equal(second.snapshot.conversation, null);
  await eventually(() => !disk.kept.has([...disk.kept.keys()].find((key) => key.includes('live|')) ?? 'none'));
  await second.openConversation(conversation ?? '');
  await until(second, (now) => settled(now) && now.messages.length === 4);
});

test('a reply in the background that is opened again goes on there', async (t) => {
  const { open } = createWorld(t);
  const client = open(createDisk());
  await client.send('slow 20 words 30');
  const { conversation } = await until(client, ({ messages }) => (messages[1]?.text.length ?? 0) > 10);
  await client.newConversation();
  await client.openConversation(conversation ?? '');
  const { messages } = await until(client, settled);
  assert.equal(messages[1]?.text.split(' ').length, 30);
  assert.equal(messages.length, 2);
});

test('of many running conversations some wait for their turn, and none is lost', async (t) => {
  const { open } = createWorld(t);
  const client = open(createDisk());
  const ids: string[] = [];
  for (let number = 0; number < 6; number++) {
    await client.newConversation();
    await client.send(`slow 10 words 20 ${number}`);
    ids.push((await until(client, ({ status }) => status === 'streaming')).conversation ?? '');
  }
  await client.newConversation();
  await eventually(() => client.snapshot.conversations.every(({ running }) => running !== true));
  for (const id of ids) {
    await client.openConversation(id);
    const { messages } = await until(client, settled);
    assert.equal(messages[1]?.text.split(' ').length, 20);
  }
});

test('a conversation that is being made while another is opened is made once', async (t) => {
  const { open, letta } = createWorld(t);
  const client = open(createDisk());
  await client.send('words 1');
  const { conversation } = await until(client, settled);
  await client.newConversation();
  await client.send('words 4');
  await client.openConversation(conversation ?? '');
  await eventually(() => client.snapshot.conversations.some(({ title, running }) => title === 'words 4' && !running));
  const all = await letta.fetch(new Request('http://letta.test/v1/conversations/?limit=50'));
  assert.equal(((await all.json()) as unknown[]).length, 2);
});

test('a title can be changed, at the server too', async (t) => {
  const { open } = createWorld(t);
  const client = open();
  await client.send('words 1');
  const { conversation } = await until(client, settled);
  await client.renameConversation(conversation ?? '', 'Brakes');
  assert.equal(client.snapshot.conversations[0]?.title, 'Brakes');
  assert.equal((await client.listConversations()).conversations[0]?.title, 'Brakes');
});

test('a list that was asked for before something happened here undoes none of it', async (t) => {
  const { open, line } = createWorld(t);
  const client = open(createDisk());
  const ids: string[] = [];
  for (const text of ['words 1 a', 'words 1 b']) {
    await client.newConversation();
    await client.send(text);
    ids.push((await until(client, settled)).conversation ?? '');
  }
  await client.listConversations();
  let arrive = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  line.fault({ path: '/v1/conversations', held });
  const asked = line.count(/^GET .*conversations$/);
  const listed = client.listConversations();
  await eventually(() => line.count(/^GET .*conversations$/) > asked);
  await client.renameConversation(ids[0] ?? '', 'Brakes');
  await client.deleteConversation(ids[1] ?? '');
  await client.send('words 1 c');
  await until(client, settled);
  arrive();
  await listed;
  assert.deepEqual(
    client.snapshot.conversations.map(({ title }) => title),
    ['words 1 c', 'Brakes'],
  );
});

test('a deleted conversation is gone here and at the server, with what ran in it', async (t) => {
  const { open, letta } = createWorld(t);
  const disk = createDisk();
  const client = open(disk);
  await client.send('slow 20 words 50');
  const { conversation } = await until(client, ({ status }) => status === 'streaming');
  await client.deleteConversation(conversation ?? '');
  assert.deepEqual(client.snapshot.messages, []);
  assert.equal(client.snapshot.conversation, null);
  assert.deepEqual(client.snapshot.conversations, []);
  assert.deepEqual((await client.listConversations()).conversations, []);
  const response = await letta.fetch(new Request(`http://letta.test/v1/conversations/${conversation}`));
  assert.equal(response.status, 404);
  assert.deepEqual(
    [...disk.kept.keys()].filter((key) => key.includes(conversation ?? '')),
    [],
  );
  await client.send('words 2');
  assert.deepEqual(read(await until(client, settled))[0], 'user: words 2');
});

test('one that runs in the background can be deleted, and one that is gone already too', async (t) => {
  const { open } = createWorld(t);
  const client = open(createDisk());
  await client.send('slow 20 words 50');
  const { conversation } = await until(client, ({ status }) => status === 'streaming');
  await client.newConversation();
  await client.deleteConversation(conversation ?? '');
  await client.deleteConversation(conversation ?? '');
  assert.deepEqual(client.snapshot.conversations, []);
});

test('an unknown conversation is an empty new one', async (t) => {
  const { open } = createWorld(t);
  const client = open(createDisk());
  await client.openConversation('conv-00000000-0000-4000-8000-000000000000');
  const { messages, problem } = await until(client, (now) => now.conversation === null);
  assert.deepEqual(messages, []);
  assert.equal(problem, null);
  await client.send('words 1');
  await until(client, settled);
});

test('what is sent right after a switch goes into the conversation that was switched to', async (t) => {
  const { open } = createWorld(t);
  const client = open(createDisk());
  await client.send('slow 20 words 20');
  const { conversation } = await until(client, ({ status }) => status === 'streaming');
  void client.newConversation();
  void client.send('words 2');
  const fresh = await until(client, settled);
  assert.notEqual(fresh.conversation, conversation);
  assert.equal(fresh.messages[0]?.text, 'words 2');
  void client.openConversation(conversation ?? '');
  void client.newConversation();
  await client.openConversation(fresh.conversation ?? '');
  assert.equal(client.snapshot.messages[0]?.text, 'words 2');
});
