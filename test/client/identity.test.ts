// Signing in and out, by the headless client on the real proxy: what a person finds on another device, what comes along, and
// what the next one finds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sign } from 'hono/jwt';
import type { ChatClientOptions, Snapshot } from '../../widget/client.ts';
import type { Backend } from '../../widget/storage/store.ts';
import { createDisk, createWorld, eventually, PROXY, read, settled, until } from './world.ts';

const IDENTITY_SECRET = 'the secret that the host site signs with';

const identityOf = (sub: string, life = 300): Promise<string> =>
  sign({ sub, aud: 'letta-chat', exp: Math.floor(Date.now() / 1000) + life }, IDENTITY_SECRET);

type Context = Parameters<typeof createWorld>[0];

function createSite(t: Context, settings = {}) {
  const world = createWorld(t, { settings: { IDENTITY_SECRET, ...settings } });
  const as = (disk: Backend, sub: string | null, options: Partial<ChatClientOptions> = {}) =>
    world.open(disk, { ...(sub !== null && { identity: () => identityOf(sub) }), ...options });
  return { ...world, as };
}

const texts = (client: { snapshot: Snapshot }) => read(client.snapshot);

/** Everything that is stored, as one text to search in. */
const stored = (disk: ReturnType<typeof createDisk>) => JSON.stringify([...disk.kept]);

test('the same person finds their conversations on another device', async (t) => {
  const { as } = createSite(t);
  const phone = as(createDisk(), 'ada');
  await phone.send('from the phone');
  await until(phone, settled);
  const laptop = as(createDisk(), 'ada');
  await laptop.start();
  const { conversations } = await until(laptop, (snapshot) => snapshot.conversations.length > 0);
  await laptop.openConversation(conversations[0]!.id);
  await until(laptop, settled);
  assert.deepEqual(texts(laptop), texts(phone));
  const other = as(createDisk(), 'ben');
  await other.start();
  await until(other, ({ agent }) => agent !== null);
  assert.deepEqual(other.snapshot.conversations, []);
});

test('two devices that begin at one instant are in one conversation, to which a third returns', async (t) => {
  const { as } = createSite(t);
  const devices = [as(createDisk(), 'ada'), as(createDisk(), 'ada')];
  await Promise.all(devices.map((device, number) => device.send(`device ${number}`)));
  const [one, other] = await Promise.all(
    devices.map((device, number) =>
      until(device, (now) => settled(now) && now.messages.at(-1)?.text === `You said: device ${number}`),
    ),
  );
  assert.equal(one?.conversation, other?.conversation);
  const third = as(createDisk(), 'ada');
  await third.start();
  const { conversation } = await until(third, (now) => settled(now) && now.messages.length === 4);
  assert.equal(conversation, one?.conversation);
  // A new one that was asked for is a new one.
  await third.newConversation();
  await third.send('something else');
  const begun = await until(third, (now) => settled(now) && now.messages.length === 2);
  assert.notEqual(begun.conversation, conversation);
});

test('who signs in keeps the conversation that is open, here and at the proxy', async (t) => {
  const { as } = createSite(t);
  const disk = createDisk();
  const before = as(disk, null);
  await before.send('said before signing in');
  const { conversation } = await until(before, settled);
  before.setDraft('half a thought');
  before.close();
  const after = as(disk, 'ada');
  await after.start();
  await until(after, ({ agent }) => agent !== null);
  assert.equal(after.snapshot.conversation, conversation);
  assert.equal(after.snapshot.draft, 'half a thought');
  await after.send('said after it');
  await until(after, (snapshot) => settled(snapshot) && snapshot.messages.length === 4);
  const nameless = `${encodeURIComponent(PROXY)}||`;
  assert.equal(stored(disk).includes(nameless), false, 'nothing is left under no name');
  const elsewhere = as(createDisk(), 'ada');
  await elsewhere.start();
  const { conversations } = await until(elsewhere, (snapshot) => snapshot.conversations.length > 0);
  assert.deepEqual(
    conversations.map(({ id }) => id),
    [conversation],
  );
});

test('a message that waits in the outbox at sign-in goes out once, as the person', async (t) => {
  const { as, line, letta, agent } = createSite(t);
  const disk = createDisk();
  line.offline = true;
  const before = as(disk, null);
  await before.send('written offline');
  before.close();
  line.offline = false;
  const after = as(disk, 'ada');
  await after.start();
  await until(after, settled);
  assert.equal(texts(after)[0], 'user: written offline');
  const get = async (path: string) => (await letta.fetch(new Request(`http://letta.test${path}`))).json();
  const made = (await get(`/v1/conversations/?agent_id=${agent.id}`)) as { id: string }[];
  const all = await Promise.all(made.map(({ id }) => get(`/v1/conversations/${id}/messages?limit=50`)));
  assert.equal(JSON.stringify(all).split('written offline').length - 1, 2, 'said once, repeated once');
});

test('signing in without a line adopts later: nothing is lost until then', async (t) => {
  const { as, line } = createSite(t);
  const disk = createDisk();
  const before = as(disk, null);
  await before.send('said before signing in');
  const { conversation } = await until(before, settled);
  before.close();
  line.offline = true;
  const offline = as(disk, 'ada');
  await offline.start();
  offline.close();
  line.offline = false;
  const after = as(disk, 'ada');
  await after.start();
  await until(after, ({ agent }) => agent !== null);
  assert.equal(after.snapshot.conversation, conversation);
  assert.equal(texts(after)[0], 'user: said before signing in');
});

test('where the proxy adopts nothing, what was said anonymously does not follow, and does not stay behind', async (t) => {
  const { as } = createSite(t, { IDENTITY_ADOPTION: 'off' });
  const disk = createDisk();
  const before = as(disk, null);
  await before.send('said before signing in');
  await until(before, settled);
  before.close();
  const after = as(disk, 'ada');
  await after.start();
  await until(after, ({ agent }) => agent !== null);
  assert.deepEqual([texts(after), after.snapshot.conversations], [[], []]);
  assert.equal(stored(disk).includes('said before signing in'), false);
});

test('after signing out nothing of the person is stored or shown, whoever comes next', async (t) => {
  const { as } = createSite(t);
  for (const next of [null, 'ben']) {
    const disk = createDisk();
    const ada = as(disk, 'ada');
    await ada.send('my secret');
    await until(ada, settled);
    ada.setDraft('my other secret');
    ada.close();
    await eventually(() => stored(disk).includes('other secret'));
    const client = as(disk, next);
    await client.start();
    await until(client, ({ agent }) => agent !== null);
    assert.deepEqual([texts(client), client.snapshot.conversations, client.snapshot.draft], [[], [], '']);
    for (const trace of ['secret', 'ada', 'conv-']) assert.equal(stored(disk).includes(trace), false, trace);
    client.close();
  }
});

/** A line at whose end the token expires when told: everything is refused until there is a new one. */
function expiring(through: typeof fetch) {
  let expired = false;
  const intercept: typeof fetch = async (input, init) => {
    if (String(input).endsWith('/visitors')) expired = false;
    if (!expired) return through(input, init);
    return Response.json({ error: { code: 'unauthorized', message: '', request_id: 'r' } }, { status: 401 });
  };
  const expire = () => {
    expired = true;
  };
  return { ports: { fetch: intercept }, expire };
}

test('an identity that speaks of somebody else at its next asking brings an empty chat', async (t) => {
  const { open, line } = createSite(t);
  const { ports, expire } = expiring(line.fetch);
  const disk = createDisk();
  let sub = 'ada';
  const client = open(disk, { identity: () => identityOf(sub), ports });
  await client.send('my secret');
  await until(client, settled);
  sub = 'ben';
  expire();
  await client.send('another');
  await until(client, ({ messages, agent }) => messages.length === 0 && agent !== null);
  await eventually(() => !stored(disk).includes('secret') && !stored(disk).includes('another'));
});

test('an expired token of a person is renewed once by asking the page again', async (t) => {
  const { line, open } = createSite(t);
  const { ports, expire } = expiring(line.fetch);
  let asked = 0;
  const identity = () => identityOf('ada', 200 + asked++);
  const client = open(createDisk(), { identity, ports });
  await client.send('one');
  await until(client, settled);
  const before = asked;
  expire();
  await client.send('two');
  await until(client, (snapshot) => settled(snapshot) && snapshot.messages.length === 4);
  assert.equal(asked - before, 1);
  assert.deepEqual(texts(client)[2], 'user: two');
});

test('a page that cannot say who is there loses nothing: it is a problem on screen, and goes on by itself', async (t) => {
  const { open, as } = createSite(t);
  const disk = createDisk();
  const ada = as(disk, 'ada');
  await ada.send('kept');
  await until(ada, settled);
  ada.close();
  let works = false;
  const identity = () => (works ? identityOf('ada') : Promise.reject(new Error('the session is over')));
  const client = open(disk, { identity });
  await client.start();
  assert.equal(client.snapshot.problem?.code, 'identity_refused');
  assert.equal(stored(disk).includes('kept'), true);
  works = true;
  await until(client, ({ problem, messages }) => problem === null && messages.length === 2);
});

test('a page that says that nobody is signed in has an anonymous visitor, and loses nothing of theirs', async (t) => {
  const { open } = createSite(t);
  const disk = createDisk();
  const before = open(disk);
  await before.send('said by nobody');
  const { conversation } = await until(before, settled);
  before.close();
  const client = open(disk, { identity: async () => '' });
  await client.send('said by nobody again');
  const { conversation: same } = await until(client, (now) => settled(now) && now.messages.length === 4);
  assert.equal(same, conversation);
});

test('several clients of one page that sign in at once adopt once and all show it', async (t) => {
  const { as } = createSite(t);
  const disk = createDisk();
  const before = as(disk, null);
  await before.send('said before');
  const { conversation } = await until(before, settled);
  before.close();
  const clients = [as(disk, 'ada'), as(disk, 'ada'), as(disk, 'ada')];
  await Promise.all(clients.map((client) => client.start()));
  const fresh = as(disk, 'ada');
  await fresh.start();
  await until(fresh, ({ agent }) => agent !== null);
  assert.equal(fresh.snapshot.conversation, conversation);
  assert.deepEqual(texts(fresh)[0], 'user: said before');
});

test('an identity that the proxy refuses is a problem on screen, with its own words', async (t) => {
  const { open } = createSite(t);
  const client = open(createDisk(), { identity: () => identityOf('ada', -10) });
  await client.start();
  await until(client, ({ problem }) => problem?.code === 'identity_refused');
});

test('deleting everything deletes it at the server, and the visitor begins anew', async (t) => {
  const { as, letta, agent } = createSite(t);
  const count = async () => {
    const listed = await letta.fetch(new Request(`http://letta.test/v1/conversations/?agent_id=${agent.id}`));
    return ((await listed.json()) as unknown[]).length;
  };
  for (const sub of [null, 'ada']) {
    const disk = createDisk();
    const client = as(disk, sub);
    await client.send('one');
    await until(client, settled);
    await client.newConversation();
    await client.send('two');
    await until(client, settled);
    assert.equal(await count(), 2);
    await client.deleteEverything();
    assert.equal(await count(), 0);
    assert.deepEqual(texts(client), []);
    assert.equal(/You said|conv-/.test(stored(disk)), false);
  }
});

test('deleting that the proxy could not do leaves everything and can be done again', async (t) => {
  const { as, line } = createSite(t);
  const client = as(createDisk(), null);
  await client.send('one');
  await until(client, settled);
  line.offline = true;
  await assert.rejects(client.deleteEverything(), { name: 'RequestError' });
  assert.equal(client.snapshot.messages.length, 2);
  line.offline = false;
  await client.deleteEverything();
  assert.deepEqual(texts(client), []);
});
