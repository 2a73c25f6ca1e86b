// What the proxy refuses before the whole client is there, which alone can read why.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { release } from './late-whole.ts';
import { createWorld, eventually, read, settled, until } from './world.ts';

test('a message that is refused for a while before the client is whole goes out once, when the proxy lets it', async (t) => {
  const { open, line } = createWorld(t);
  const client = open();
  await client.start();
  const error = { code: 'rate_limited', message: 'Not now.', request_id: 'r' };
  const answer = () => Response.json({ error }, { status: 429, headers: { 'retry-after': '1' } });
  line.fault({ path: '/messages', answer });
  await client.send('words 2');
  await eventually(() => line.count(/messages$/) === 1);
  assert.equal(client.snapshot.messages[0]?.text, 'words 2');
  release();
  await until(client, ({ messages }) => messages[0]?.problem?.code === 'rate_limited');
  const now = await until(client, (shown) => settled(shown) && shown.messages.length === 2);
  assert.equal(read(now)[0], 'user: words 2');
  assert.equal(line.count(/messages$/), 2);
});
