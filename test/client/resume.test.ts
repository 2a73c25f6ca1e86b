import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDisk, createWorld, read, settled, until, type World } from './world.ts';

const MESSAGE = 'slow 1 words 40';

async function uncut(world: World): Promise<string[]> {
  const client = world.open(createDisk());
  await client.send(MESSAGE);
  const told = read(await until(client, settled));
  client.close();
  return told;
}

test('a stream that is cut goes on where it was', async (t) => {
  const world = createWorld(t);
  const whole = await uncut(world);
  const client = world.open();
  world.line.fault({ path: '/messages', cutAfter: 700 });
  await client.send(MESSAGE);
  assert.deepEqual(read(await until(client, settled)), whole);
  assert.equal(world.line.count(/stream$/), 1);
});

test('a reload in the middle of a reply goes on where it was', async (t) => {
  const world = createWorld(t);
  const whole = await uncut(world);
  const disk = createDisk();
  const first = world.open(disk);
  await first.send('slow 5 words 40');
  await until(first, ({ messages }) => (messages[1]?.text.length ?? 0) > 30);
  first.close();
  const second = world.open(disk);
  await second.start();
  const after = await until(second, settled);
  assert.deepEqual(read(after)[1], whole[1]);
  assert.equal(after.messages.length, 2);
});

test('when the answer to a send is lost, it is sent again and answered once', async (t) => {
  const world = createWorld(t);
  const whole = await uncut(world);
  const client = world.open();
  world.line.fault({ path: '/messages', unanswered: true });
  await client.send(MESSAGE);
  assert.deepEqual(read(await until(client, settled)), whole);
});

test('what is sent offline goes out when the line is back, once', async (t) => {
  const world = createWorld(t);
  const disk = createDisk();
  const client = world.open(disk);
  await client.start();
  world.line.goOffline();
  await client.send('words 2');
  const waiting = await until(client, ({ status }) => status === 'waiting');
  assert.equal(waiting.messages[0]?.state, 'queued');
  assert.equal(waiting.messages[0]?.problem?.code, 'offline');
  client.close();
  const second = world.open(disk);
  await second.start();
  world.line.goOnline();
  const after = await until(second, (snapshot) => settled(snapshot) && snapshot.messages.length === 2);
  assert.equal(after.messages[0]?.state, 'sent');
  assert.equal(after.messages[0]?.problem, undefined);
});
