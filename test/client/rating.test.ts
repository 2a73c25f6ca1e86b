// What a visitor thinks of a reply, and what a conversation has used: by the headless client, through the real proxy.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChatClient, RequestError } from '../../widget/client.ts';
import { createDisk, createWorld, settled, until } from './world.ts';

const feedbackOf = (client: ChatClient) => client.snapshot.messages.map(({ feedback = null }) => feedback);

async function talk(client: ChatClient): Promise<string> {
  await client.send('words 3');
  return (await until(client, settled)).messages[1]!.id;
}

test('a reply that was called good says so after a reload, and after the history was read; it can be taken back', async (t) => {
  const { open } = createWorld(t);
  const disk = createDisk();
  const first = open(disk);
  const reply = await talk(first);
  await first.rate(reply, 'positive');
  assert.deepEqual(feedbackOf(first), [null, 'positive']);
  first.close();
  const second = open(disk);
  await second.start();
  assert.deepEqual(feedbackOf(second), [null, 'positive']);
  await second.send('words 2');
  await until(second, (now) => settled(now) && now.messages.length === 4);
  assert.deepEqual(feedbackOf(second), [null, 'positive', null, null]);
  await second.rate(reply, 'negative');
  assert.deepEqual(feedbackOf(second), [null, 'negative', null, null]);
  await second.rate(reply, null);
  assert.deepEqual(feedbackOf(second), [null, null, null, null]);
});

test('Letta is told by the step', async (t) => {
  const { open, letta } = createWorld(t);
  const client = open();
  await client.rate(await talk(client), 'negative');
  const path = `/v1/conversations/${client.snapshot.conversation}/messages`;
  const ask = async (at: string) => (await letta.fetch(new Request(`http://letta.test${at}`))).json();
  const messages = (await ask(path)) as { message_type: string; step_id: string }[];
  const step = messages.find(({ message_type }) => message_type === 'assistant_message')!.step_id;
  assert.equal(((await ask(`/v1/steps/${step}`)) as { feedback: string }).feedback, 'negative');
});

test('what could not be kept is not shown as kept', async (t) => {
  const { open, line } = createWorld(t);
  const client = open(createDisk());
  const reply = await talk(client);
  await client.rate(reply, 'positive');
  line.goOffline();
  await assert.rejects(client.rate(reply, 'negative'), RequestError);
  assert.deepEqual(feedbackOf(client), [null, 'positive']);
});

test('when nobody knows whether it was heard it stays as the visitor left it, and is told once more', async (t) => {
  const { open, line } = createWorld(t);
  const client = open(createDisk());
  const reply = await talk(client);
  await client.rate(reply, 'positive');
  const shown = new Set<unknown>();
  client.subscribe(() => shown.add(feedbackOf(client)[1]));
  line.fault({ path: '/feedback', unanswered: true });
  await client.rate(reply, 'negative');
  assert.deepEqual([...shown], ['negative']);
  assert.equal(line.count(/feedback$/), 3);
  for (const _ of [1, 2]) line.fault({ path: '/feedback', lost: true });
  await assert.rejects(client.rate(reply, null), RequestError);
  assert.deepEqual(feedbackOf(client), [null, 'negative'], 'after that it is not shown as kept');
});

test("only a finished reply of the open conversation can be rated: not one's own message, nor what is not there", async (t) => {
  const { open } = createWorld(t);
  const client = open();
  await talk(client);
  for (const id of [client.snapshot.messages[0]!.id, 'message-none'])
    await assert.rejects(client.rate(id, 'positive'), { name: 'TypeError', message: /Only a finished reply/ });
  await client.send('fail 500');
  const failed = await until(client, (now) => settled(now) && now.messages.length > 2);
  await assert.rejects(client.rate(failed.messages.at(-1)!.id, 'positive'), TypeError);
});

test('what a conversation has used is described where the operator shows it', async (t) => {
  for (const show of [['tokens'], []]) {
    const { open } = createWorld(t, { show });
    const client = open();
    await talk(client);
    const { tokens } = await client.describeConversation(client.snapshot.conversation ?? '');
    assert.equal(tokens !== null && tokens > 0, show.length > 0);
  }
});
