// Several agents behind one proxy: a new conversation is with the one that was chosen for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld, settled, until } from './world.ts';

test('what is said right after a new conversation was begun with another agent goes to that agent', async (t) => {
  const { open } = createWorld(t, { others: ['sales'] });
  const client = open();
  await client.send('words 1');
  await until(client, settled);
  await client.newConversation('sales');
  await client.send('words 1 again');
  const { conversation } = await until(client, (now) => settled(now) && now.messages.length === 2);
  assert.equal((await client.describeConversation(conversation ?? '')).agent, 'sales');
  assert.equal((await until(client, (now) => now.agent?.title === 'sales')).agent?.name, 'sales');
});
