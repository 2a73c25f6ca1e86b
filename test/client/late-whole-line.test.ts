// The line dies during the first reply, and with it the way to the whole client.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { release } from './late-whole.ts';
import { createWorld, until } from './world.ts';

test('a line that dies during the first reply is shown as such, what is said and stopped meanwhile holds when it is back', async (t) => {
  const { open, line, letta } = createWorld(t);
  const client = open();
  await client.start();
  await client.send('slow 20 words 400');
  await until(client, ({ messages }) => (messages[1]?.text.length ?? 0) > 20);
  line.goOffline();
  await until(client, ({ status }) => status === 'reconnecting');
  const stopped = client.stop();
  await until(client, ({ status }) => status === 'stopping');
  await client.send('words 2');
  assert.equal(client.snapshot.messages.at(-1)?.text, 'words 2');
  line.goOnline();
  release();
  await stopped;
  const { messages } = await until(client, (now) => now.status === 'idle' && now.messages.length === 4);
  assert.deepEqual(
    messages.map(({ state }) => state),
    ['sent', 'stopped', 'sent', 'complete'],
  );
  assert.equal(letta.activeRuns(), 0);
});
