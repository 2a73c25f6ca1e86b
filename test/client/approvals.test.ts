import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDisk, createWorld, settled, until } from './world.ts';

const words = ({ messages }: { messages: readonly { role: string; text: string }[] }) =>
  messages.map(({ text }) => text);

test('the page’s tool is run and the agent goes on with what it gave', async (t) => {
  const called: unknown[] = [];
  const look = (args: unknown) => {
    called.push(args);
    return { seen: 'a cat' };
  };
  const { open } = createWorld(t, { tools: ['look'], client: { tools: { look } } });
  const client = open();
  await client.send('use look {"where":"here"}');
  const now = await until(client, (snapshot) => settled(snapshot) && snapshot.messages.length > 1);
  assert.deepEqual(called, [{ where: 'here' }]);
  assert.match(words(now).at(-1) ?? '', /a cat/);
});

test('a tool that throws is told to the agent, and the conversation goes on', async (t) => {
  const look = () => {
    throw new Error('no eyes');
  };
  const { open } = createWorld(t, { tools: ['look'], client: { tools: { look } } });
  const client = open();
  await client.send('use look {}');
  await until(client, (snapshot) => settled(snapshot) && snapshot.messages.length > 1);
  await client.send('words 3');
  const now = await until(
    client,
    (snapshot) => snapshot.status === 'idle' && words(snapshot).at(-1)?.split(' ').length === 3,
  );
  assert.equal(now.messages.filter(({ state }) => state === 'failed').length, 0);
});

test('a call that nobody can carry out is declined, so that the conversation is not blocked', async (t) => {
  const { open } = createWorld(t, { tools: ['look'] });
  const client = open();
  await client.send('use look {}');
  await until(client, settled);
  await client.send('words 3');
  await until(client, (snapshot) => snapshot.status === 'idle' && words(snapshot).at(-1)?.split(' ').length === 3);
});

test('a call that waits since before the page was loaded with nothing stored is declined before the next message', async (t) => {
  const { open } = createWorld(t, { tools: ['look'] });
  const disk = createDisk();
  const { look, running } = endless();
  const first = open(disk, { tools: { look } });
  await first.send('use look {}');
  await running;
  first.close();
  for (const key of disk.kept.keys()) if (/\|live\|/.test(key)) disk.kept.delete(key);
  const second = open(disk);
  await second.start();
  await second.send('words 3');
  const now = await until(second, (snapshot) => settled(snapshot) && words(snapshot).at(-1)?.split(' ').length === 3);
  assert.equal(now.messages.filter(({ state }) => state === 'failed').length, 0);
});

test('after a reload a call that was being carried out is carried out again', async (t) => {
  const { open } = createWorld(t, { tools: ['look'] });
  const disk = createDisk();
  const { look, running } = endless();
  const first = open(disk, { tools: { look } });
  await first.send('use look {}');
  await running;
  first.close();
  const second = open(disk, { tools: { look: () => 'a dog' } });
  await second.start();
  const now = await until(second, (snapshot) => settled(snapshot) && snapshot.messages.length > 1);
  assert.match(words(now).at(-1) ?? '', /a dog/);
});

/** A tool that never answers, and the moment at which it is called. */
function endless() {
  let look: () => Promise<never> = () => new Promise(() => undefined);
  const running = new Promise<void>((resolve) => {
    look = () => {
      resolve();
      return new Promise(() => undefined);
    };
  });
  return { look, running };
}
