// What is wanted while the whole client is still on its way happens when it is there, in order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { release } from './late-whole.ts';
import { createWorld, read, settled, until } from './world.ts';

test('what is said after a new conversation was begun is said there, although the client is not whole yet', async (t) => {
  const { open } = createWorld(t);
  const client = open();
  await client.start();
  await client.send('words 1');
  const { conversation } = await until(client, (now) => settled(now) && now.messages.length === 2);
  const begun = client.newConversation();
  const sent = client.send('words 2');
  release();
  await Promise.all([begun, sent]);
  const now = await until(
    client,
    (now) => settled(now) && now.conversation !== conversation && now.messages.length === 2,
  );
  assert.equal(read(now).length, 2);
  assert.equal(now.messages[0]?.text, 'words 2');
});
