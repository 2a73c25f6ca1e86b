import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDisk, createWorld, eventually, settled, until } from './world.ts';

const states = ({ messages }: { messages: readonly { role: string; state: string }[] }) =>
  messages.map(({ role, state }) => `${role} ${state}`);

const STOPPED = ['user sent', 'assistant stopped'];

test('stopping offline settles at once; the run is cancelled when the line is back, before the next message', async (t) => {
  const { open, line, letta } = createWorld(t);
  const client = open();
  await client.send('slow 20 words 500');
  await until(client, ({ messages }) => (messages[1]?.text.length ?? 0) > 10);
  line.goOffline();
  await client.stop();
  assert.deepEqual(states(client.snapshot), STOPPED);
  await until(client, ({ status }) => status === 'idle');
  await client.send('words 2');
  line.goOnline();
  const after = await until(client, (now) => settled(now) && now.messages.length === 4);
  assert.deepEqual(states(after), [...STOPPED, 'user sent', 'assistant complete']);
  assert.equal(letta.activeRuns(), 0);
  const asked = line.requests.filter((request) => /cancel$|messages$/.test(request) && request.startsWith('POST'));
  assert.match(asked.at(-1) ?? '', /messages$/);
  assert.ok(asked.slice(0, -1).some((request) => request.endsWith('cancel')));
});

test('a stop survives a reload: the run is cancelled by the next page', async (t) => {
  const { open, line, letta } = createWorld(t);
  const disk = createDisk();
  const first = open(disk);
  await first.send('slow 20 words 500');
  await until(first, ({ messages }) => (messages[1]?.text.length ?? 0) > 10);
  line.goOffline();
  await first.stop();
  first.close();
  const second = open(disk);
  await second.start();
  assert.deepEqual(states(second.snapshot), STOPPED);
  line.goOnline();
  await second.send('words 2');
  await until(second, (now) => settled(now) && now.messages.length === 4);
  assert.equal(letta.activeRuns(), 0);
});

test('stopping while the answer to the send is awaited ends a run that began', async (t) => {
  const { open, letta, line } = createWorld(t);
  const client = open();
  await client.send('words 1');
  await until(client, settled);
  line.fault({ path: '/messages', held: new Promise(() => undefined) });
  const sent = client.send('slow 20 words 500');
  await until(client, ({ status }) => status === 'sending');
  await eventually(() => letta.activeRuns() > 0);
  await client.stop();
  await sent;
  assert.deepEqual(states(client.snapshot).slice(2), STOPPED);
  await client.send('words 2');
  const after = await until(client, (now) => settled(now) && now.messages.length === 6);
  assert.deepEqual(states(after).slice(2), [...STOPPED, 'user sent', 'assistant complete']);
  assert.equal(letta.activeRuns(), 0);
});

test('stopping before the conversation is made sends nothing', async (t) => {
  const { open, line } = createWorld(t);
  const client = open();
  await client.start();
  const sent = client.send('words 2');
  await until(client, ({ status }) => status === 'sending');
  await client.stop();
  await sent;
  assert.deepEqual(states(client.snapshot), STOPPED);
  assert.equal(client.snapshot.status, 'idle');
  await client.send('words 3');
  await until(client, (now) => settled(now) && now.messages.length === 4);
  assert.equal(line.count(/POST .*messages$/), 1);
});

test('stopping what waits offline keeps it, to be sent again or discarded', async (t) => {
  const { open, line } = createWorld(t);
  const client = open();
  await client.start();
  line.goOffline();
  await client.send('words 2');
  await until(client, ({ status }) => status === 'waiting');
  await client.stop();
  assert.deepEqual(states(client.snapshot), ['user failed']);
  line.goOnline();
  await client.retry(client.snapshot.messages[0]!.id);
  const after = await until(client, (now) => now.status === 'idle' && now.messages.length === 2);
  assert.deepEqual(states(after), ['user sent', 'assistant complete']);
});
