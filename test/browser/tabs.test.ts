// Several clients of one visitor in one browser, on real Web Locks, BroadcastChannels and IndexedDB, in front of the real proxy.
import { expect } from '@open-wc/testing';
import { indexedDbBackend } from '../../widget/storage/store.ts';
import { claim } from '../../widget/tabs/claim.ts';
import { createTabs } from '../../widget/tabs/tabs.ts';
import { createWorld, read, settled, until, type World } from '../client/world.ts';

let ends: (() => void)[] = [];
let number = 0;

afterEach(() => {
  for (const end of ends) end();
  ends = [];
});

/** A browser with tabs: what they share is the database and the name. */
function browser() {
  const database = `tabs-${Date.now()}-${number++}`;
  const world: World = createWorld({ after: (end) => ends.push(end) });
  const ports = {
    tabs: (name: string) => createTabs(`${database}:${name}`),
    claim: (name: string, onOthers: Parameters<typeof claim>[1]) => claim(`${database}:${name}`, onOthers),
  };
  const tab = () => world.open(indexedDbBackend(database), { ports });
  return { world, tab };
}

it('a second tab shows what the first one does, live, over one line', async () => {
  const { world, tab } = browser();
  const [first, second] = [tab(), tab()];
  await first.start();
  await second.start();
  await first.send('slow 20 words 100');
  await until(second, ({ status, messages }) => status === 'streaming' && (messages[1]?.text.length ?? 0) > 20);
  const [one, other] = await Promise.all([until(first, settled), until(second, settled)]);
  expect(read(other)).to.deep.equal(read(one));
  expect(world.line.count(/POST .*\/(messages|stream)$/)).to.equal(1);
});

it('what is sent in a tab that only looks on is sent once, and shown in both', async () => {
  const { world, tab } = browser();
  const [first, second] = [tab(), tab()];
  await first.start();
  await second.start();
  await second.send('words 3');
  const [one, other] = await Promise.all([until(first, settled), until(second, settled)]);
  expect(read(other)).to.deep.equal(read(one));
  expect(world.line.count(/POST .*\/messages$/)).to.equal(1);
});

it('when the tab with the line is closed in the middle of a reply, the other goes on', async () => {
  const { tab } = browser();
  const [first, second] = [tab(), tab()];
  await first.start();
  await second.start();
  await first.send('slow 20 words 100');
  await until(second, ({ messages }) => (messages[1]?.text.length ?? 0) > 20);
  first.close();
  const { messages } = await until(second, settled);
  expect(messages.map(({ role, state }) => `${role} ${state}`)).to.deep.equal(['user sent', 'assistant complete']);
  expect(messages[1]?.text.split(' ').length).to.equal(100);
});

it('stopping works from a tab that only looks on', async () => {
  const { world, tab } = browser();
  const [first, second] = [tab(), tab()];
  await first.start();
  await second.start();
  await first.send('slow 20 words 400');
  await until(second, ({ messages }) => (messages[1]?.text.length ?? 0) > 20);
  await second.stop();
  await until(first, ({ messages, status }) => status === 'idle' && messages[1]?.state === 'stopped');
  await until(second, ({ messages, status }) => status === 'idle' && messages[1]?.state === 'stopped');
  expect(world.letta.activeRuns()).to.equal(0);
});

it('a message on its way to a leader that dies is not lost', async () => {
  const { tab } = browser();
  const [first, second] = [tab(), tab()];
  await first.start();
  await second.start();
  const sent = second.send('words 3');
  first.close();
  await sent;
  const { messages } = await until(second, settled);
  expect(messages.map(({ role }) => role)).to.deep.equal(['user', 'assistant']);
});

it('a leader that is frozen is replaced by the tab that the visitor uses', async () => {
  const { world } = browser();
  const database = `frozen-${Date.now()}`;
  const name = (scope: string) => `${database}:${scope}`;
  // A frozen tab holds its lock and hears nothing.
  const frozen = world.open(null, { ports: { tabs: (scope) => deaf(createTabs(name(scope))) } });
  await frozen.start();
  const used = world.open(null, { ports: { tabs: (scope) => createTabs(name(scope)) } });
  await used.start();
  await used.send('words 3');
  await until(used, settled);
});

it('all tabs change to another conversation together, and a new one is new in all', async () => {
  const { tab } = browser();
  const [first, second] = [tab(), tab()];
  await first.start();
  await second.start();
  await first.send('words 1');
  const { conversation } = await until(first, settled);
  await second.newConversation();
  await until(first, ({ messages }) => messages.length === 0);
  await second.openConversation(conversation ?? '');
  await until(first, ({ messages }) => messages.length === 2);
});

it('forgetting everything in one tab forgets it in all', async () => {
  const { tab } = browser();
  const [first, second] = [tab(), tab()];
  await first.start();
  await second.start();
  await first.send('words 1');
  await until(second, settled);
  await first.reset();
  await until(first, ({ messages }) => messages.length === 0);
  await until(second, ({ messages }) => messages.length === 0);
  const third = tab();
  await third.start();
  expect(third.snapshot.messages).to.deep.equal([]);
});

function deaf(tabs: ReturnType<typeof createTabs>): ReturnType<typeof createTabs> {
  if (!tabs) return null;
  return { ...tabs, join: (events) => tabs.join({ ...events, receive: () => undefined }), post: () => undefined };
}
