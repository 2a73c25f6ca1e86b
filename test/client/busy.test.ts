import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDisk, createWorld, read, settled, until, type World } from './world.ts';

/** The same visitor's other device: it has the visitor's token and the open conversation, and nothing else in common. */
async function otherDevice(world: World, disk: ReturnType<typeof createDisk>) {
  const copy = createDisk();
  for (const [key, value] of structuredClone(disk.kept)) if (!/\|live\|/.test(key)) copy.kept.set(key, value);
  const client = world.open(copy);
  await client.start();
  return client;
}

for (const redis of [true, false]) {
  const mode = redis ? 'with background runs' : 'without background runs';

  test(`a message sent while another device's reply runs waits for it, and both are shown on both (${mode})`, async (t) => {
    const world = createWorld(t, { redis });
    const disk = createDisk();
    const phone = world.open(disk);
    await phone.send('words 1');
    await until(phone, settled);
    const laptop = await otherDevice(world, disk);
    await phone.send('slow 20 words 12');
    await until(phone, ({ messages }) => messages.length === 4);
    await laptop.send('words 2');
    const onLaptop = await until(laptop, (now) => now.status === 'idle' && now.messages.length === 6);
    assert.deepEqual(
      onLaptop.messages.map(({ role, text }) => (role === 'user' ? text : text.split(' ').length)),
      ['words 1', 1, 'slow 20 words 12', 12, 'words 2', 2],
    );
    await until(phone, settled);
    world.line.showPages();
    const onPhone = await until(phone, ({ messages }) => messages.length === 6);
    assert.deepEqual(read(onPhone), read(onLaptop));
  });
}

test('a conversation that the server has lost goes on in a new one, and what was said stays', async (t) => {
  const world = createWorld(t);
  const client = world.open();
  await client.send('words 1');
  const before = await until(client, settled);
  world.line.fault({
    path: '/messages',
    answer: () => Response.json({ error: { code: 'not_found', message: '', request_id: '' } }, { status: 404 }),
  });
  await client.send('words 2');
  const after = await until(client, (now) => now.status === 'idle' && now.messages.length === 4);
  assert.deepEqual(read(after).slice(0, 2), read(before));
  assert.notEqual(after.conversation, before.conversation);
});

test('too many requests: the message waits, says until when, and goes out by itself', async (t) => {
  const world = createWorld(t);
  const client = world.open();
  await client.start();
  world.line.fault({
    path: '/messages',
    answer: () =>
      Response.json(
        { error: { code: 'rate_limited', message: '', request_id: '' } },
        { status: 429, headers: { 'retry-after': '2' } },
      ),
  });
  await client.send('words 2');
  const waiting = await until(client, ({ status }) => status === 'waiting');
  assert.equal(waiting.messages[0]?.state, 'queued');
  assert.equal(waiting.messages[0]?.problem?.code, 'rate_limited');
  assert.ok(waiting.messages[0]?.problem?.retryAt);
  const after = await until(client, (now) => now.status === 'idle' && now.messages.length === 2);
  assert.equal(after.messages[0]?.problem, undefined);
});

test('something else at the proxy’s address is not taken for an answer', async (t) => {
  const world = createWorld(t, { whole: true });
  const client = world.open();
  await client.start();
  world.line.fault({ path: '/messages', answer: () => new Response('<h1>Hello</h1>') });
  await client.send('words 2');
  const waiting = await until(client, ({ status }) => status === 'waiting');
  assert.equal(waiting.messages[0]?.problem?.code, 'unreachable');
  await until(client, (now) => now.status === 'idle' && now.messages.length === 2);
});

test('a refused token is renewed once, without the visitor noticing', async (t) => {
  const world = createWorld(t, { whole: true });
  const client = world.open();
  await client.send('words 1');
  await until(client, settled);
  world.line.fault({
    path: '/messages',
    answer: () => Response.json({ error: { code: 'unauthorized', message: '', request_id: '' } }, { status: 401 }),
  });
  await client.send('words 2');
  const after = await until(client, (now) => now.status === 'idle' && now.messages.length === 4);
  assert.equal(after.messages[2]?.state, 'sent');
  assert.equal(world.line.count(/visitors/), 2);
});
