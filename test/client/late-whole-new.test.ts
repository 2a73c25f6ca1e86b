// A new conversation is wanted, on a line that never lets the whole client come, before anything was said in the first.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import './late-whole.ts';
import { createWorld, read, until } from './world.ts';

test('a conversation that nobody has begun is a new one already: what is said in it goes out', async (t) => {
  const { open } = createWorld(t);
  const client = open();
  await client.start();
  await client.newConversation();
  assert.equal(client.snapshot.opening, false);
  await client.send('words 2');
  const now = await until(client, ({ status, messages }) => status === 'idle' && messages.length === 2);
  assert.equal(read(now)[0], 'user: words 2');
});
