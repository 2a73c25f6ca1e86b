// The client as pages use it: real IndexedDB, real timers and frames, in front of the real proxy and the simulated Letta in the page.
import { expect } from '@open-wc/testing';
import { defaultPorts } from '../../widget/client/ports.ts';
import { indexedDbBackend } from '../../widget/storage/store.ts';
import { createWorld, read, settled, until } from '../client/world.ts';

let ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends) end();
  ends = [];
});

function open() {
  const database = `client-${crypto.randomUUID()}`;
  const world = createWorld({ after: (end) => ends.push(end) });
  const { soon } = defaultPorts();
  const load = () => world.open(indexedDbBackend(database), { ports: { soon } });
  return { ...world, load, database };
}

const states = ({ messages }: { messages: readonly { role: string; state: string }[] }) =>
  messages.map(({ role, state }) => `${role} ${state}`);

const COMPLETE = ['user sent', 'assistant complete'];

it('a reload in the middle of a reply goes on where it was', async () => {
  const { load } = open();
  const first = load();
  await first.send('slow 10 words 40');
  await until(first, ({ messages }) => (messages[1]?.text.length ?? 0) > 30);
  first.close();
  const second = load();
  await second.start();
  const { messages } = await until(second, settled);
  expect(states({ messages })).to.deep.equal(COMPLETE);
  expect(messages[1]?.text.split(' ').length).to.equal(40);
});

it('what was sent offline survives a reload and goes out once', async () => {
  const { load, line } = open();
  const first = load();
  await first.start();
  line.goOffline();
  await first.send('words 3');
  first.close();
  const second = load();
  await second.start();
  expect(states(second.snapshot)).to.deep.equal(['user queued']);
  line.goOnline();
  expect(states(await until(second, (now) => now.messages.length === 2 && settled(now)))).to.deep.equal(COMPLETE);
});

it('the transcript is shown from the store when the proxy cannot be reached', async () => {
  const { load, line } = open();
  const first = load();
  await first.send('words 3');
  const before = await until(first, settled);
  first.close();
  line.goOffline();
  const second = load();
  await second.start();
  expect(read(second.snapshot)).to.deep.equal(read(before));
  expect(second.snapshot.storage).to.equal('persistent');
});

it('a database that is deleted in the middle of a reply costs nothing that is shown', async () => {
  const { load, database } = open();
  const client = load();
  await client.send('slow 20 words 60');
  await until(client, ({ messages }) => (messages[1]?.text.length ?? 0) > 20);
  const deletion = indexedDB.deleteDatabase(database);
  // Once it is through: what is deleted after the last word was kept is gone for good.
  await new Promise((resolve) => deletion.addEventListener('success', resolve));
  expect(states(await until(client, settled))).to.deep.equal(COMPLETE);
  client.close();
  const second = load();
  await second.start();
  expect(states(second.snapshot)).to.deep.equal(COMPLETE);
});

it('where the browser stores nothing, the chat works on and says so', async () => {
  const { open: openClient } = open();
  const refuse = async () => {
    throw new DOMException('', 'SecurityError');
  };
  const client = openClient({ load: refuse, save: refuse, keys: refuse });
  await client.send('words 3');
  const now = await until(client, settled);
  expect(states(now)).to.deep.equal(COMPLETE);
  expect(now.storage).to.equal('memory');
});

it('a device whose clock is off by a day shows everything in order', async () => {
  const { open: openClient } = open();
  const day = 86_400_000;
  const disk = indexedDbBackend(`clock-${crypto.randomUUID()}`);
  const slow = openClient(disk, { ports: { now: () => Date.now() - day } });
  await slow.send('words 1');
  await until(slow, settled);
  slow.close();
  const fast = openClient(disk, { ports: { now: () => Date.now() + day } });
  await fast.send('words 2');
  const { messages } = await until(fast, (now) => settled(now) && now.messages.length === 4);
  expect(messages.map(({ role, text }) => (role === 'user' ? text : text.split(' ').length))).to.deep.equal([
    'words 1',
    1,
    'words 2',
    2,
  ]);
});

it('listeners are told at most 25 times a second, however many words come', async () => {
  const { load } = open();
  const client = load();
  let told = 0;
  const start = performance.now();
  client.subscribe(() => told++);
  await client.send('words 3000');
  const { messages } = await until(client, settled);
  expect(messages[1]?.text.split(' ').length).to.equal(3000);
  // One of them at once, and in a page without frames five times a second.
  expect(told).to.be.below(((performance.now() - start) * (25 + 5)) / 1000 + 2);
});
