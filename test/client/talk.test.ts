import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDisk, createWorld, read, settled, until } from './world.ts';

test('a message is answered, and the reply is complete', async (t) => {
  const { open } = createWorld(t);
  const client = open();
  await client.start();
  await client.send('words 5');
  const snapshot = await until(client, settled);
  assert.deepEqual(
    snapshot.messages.map(({ role, state }) => `${role} ${state}`),
    ['user sent', 'assistant complete'],
  );
  assert.equal(snapshot.messages[1]!.text.split(' ').length, 5);
  assert.equal(snapshot.agent?.title, 'Demo');
});

test('after a reload the transcript is there before anything is asked, and stays the same afterwards', async (t) => {
  const { open, line } = createWorld(t);
  const disk = createDisk();
  const first = open(disk);
  await first.start();
  await first.send('words 5');
  const before = await until(first, settled);
  first.close();
  line.goOffline();
  const second = open(disk);
  await second.start();
  assert.deepEqual(read(second.snapshot), read(before));
  line.goOnline();
  await until(second, ({ agent }) => agent !== null);
  await second.send('words 3');
  const after = await until(second, (snapshot) => settled(snapshot) && snapshot.messages.length === 4);
  assert.deepEqual(read(after).slice(0, 2), read(before));
});

test('messages sent at once are answered one after the other', async (t) => {
  const { open } = createWorld(t);
  const client = open();
  await Promise.all([client.send('words 1'), client.send('words 2'), client.send('words 3')]);
  const snapshot = await until(client, (now) => settled(now) && now.messages.length === 6);
  assert.deepEqual(
    snapshot.messages.map(({ role, text }) => (role === 'user' ? text : text.split(' ').length)),
    ['words 1', 1, 'words 2', 2, 'words 3', 3],
  );
});

test('an empty message is refused with a sentence', async (t) => {
  const client = createWorld(t).open();
  await assert.rejects(client.send('  '), { name: 'TypeError', message: /needs text or an image/ });
});
