import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld, read, settled, until } from './world.ts';

test('stopping keeps what was said, marks it, and ends the run on the server', async (t) => {
  const { open, letta } = createWorld(t);
  const client = open();
  await client.send('slow 20 words 500');
  await until(client, ({ messages }) => (messages[1]?.text.length ?? 0) > 10);
  await client.stop();
  const [own, reply] = client.snapshot.messages;
  assert.equal(own?.state, 'sent');
  assert.equal(reply?.state, 'stopped');
  await until(client, ({ status }) => status === 'idle');
  assert.equal(letta.activeRuns(), 0);
  await client.send('words 2');
  const after = await until(client, (snapshot) => settled(snapshot) && snapshot.messages.length === 4);
  assert.deepEqual(after.messages[1], reply);
});

test('a refused message says why and can be discarded', async (t) => {
  const client = createWorld(t).open();
  await client.send('x'.repeat(20_000));
  const { messages } = await until(client, ({ status }) => status === 'failed');
  assert.equal(messages[0]?.problem?.code, 'too_large');
  await client.discard(messages[0]!.id);
  assert.deepEqual(read(client.snapshot), []);
});

test('a run that fails keeps the words, and a retry runs anew', async (t) => {
  const { open, letta } = createWorld(t);
  letta.control.failNext('model');
  const client = open();
  await client.send('words 2');
  const failed = await until(client, ({ status }) => status === 'failed');
  assert.equal(failed.messages[0]?.problem?.code, 'assistant_failed');
  await client.retry(failed.messages[0]!.id);
  const after = await until(client, (snapshot) => snapshot.status === 'idle' && snapshot.messages.length === 2);
  assert.equal(after.messages[0]?.state, 'sent');
});
