// Branching, several agents and one conversation for a person's devices, by the headless client on the real proxy.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RequestError } from '../../widget/client.ts';
import { createDisk, createWorld, read, settled, until } from './world.ts';

async function converse(t: Parameters<typeof createWorld>[0], texts: readonly string[], forks = true) {
  const world = createWorld(t);
  world.letta.control.forksAtMessage = forks;
  const client = world.open(createDisk());
  for (const [index, text] of texts.entries()) {
    await client.send(text);
    await until(client, (now) => settled(now) && now.messages.length === 2 * index + 2);
  }
  return { ...world, client, conversation: client.snapshot.conversation ?? '' };
}

test('a branch has what was said before the message, its words as title, and the original stays', async (t) => {
  const { client, conversation } = await converse(t, ['one', 'two', 'three']);
  const branch = await client.forkConversation(conversation, client.snapshot.messages[2]?.id);
  assert.ok(branch);
  const { messages } = await client.readMessages(branch);
  assert.deepEqual(read({ messages }), ['user: one', 'assistant: You said: one']);
  assert.deepEqual(
    client.snapshot.conversations.map(({ id, title }) => [id, title]),
    [
      [branch, 'two'],
      [conversation, 'one'],
    ],
  );
  assert.equal(client.snapshot.conversation, conversation, 'nothing is opened');
  assert.equal((await client.readMessages(conversation)).messages.length, 6);
});

test('a branch of all has everything; before the first message there is nothing to branch', async (t) => {
  const { client, conversation } = await converse(t, ['one', 'two'], false);
  const whole = await client.forkConversation(conversation);
  assert.equal((await client.readMessages(whole ?? '')).messages.length, 4);
  assert.equal(await client.forkConversation(conversation, client.snapshot.messages[0]?.id), null);
});

test('a message that Letta forgot, because its reply was stopped, is asked again where it stood', async (t) => {
  const { client, conversation } = await converse(t, ['one'], false);
  await client.send('slow 20 words 200');
  await until(client, ({ messages }) => (messages.at(-1)?.text.length ?? 0) > 20);
  await client.stop();
  await until(client, settled);
  const branch = await client.forkConversation(conversation, client.snapshot.messages[2]?.id);
  const { messages } = await client.readMessages(branch ?? '');
  assert.deepEqual(read({ messages }), ['user: one', 'assistant: You said: one']);
});

test('where Letta forks whole conversations only, it is refused; an unknown message is not found', async (t) => {
  const { client, conversation } = await converse(t, ['one', 'two'], false);
  const code = (wanted: string) => (error: unknown) => error instanceof RequestError && error.failure.code === wanted;
  await assert.rejects(client.forkConversation(conversation, client.snapshot.messages[2]?.id), code('invalid_request'));
  await assert.rejects(client.forkConversation(conversation, 'nothing'), code('not_found'));
});
