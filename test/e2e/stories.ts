/**
 * The stories that have to be true with the simulated Letta and with a real one: told once, run by the end-to-end tests and by
 * the chain of `npm run test:letta`. The agent behind the site follows the scripted commands (`words 40`, `slow 30 …`).
 */
import assert from 'node:assert/strict';
import { words } from '../../demo/simulator/brain-scripted.ts';
import { look, plain, storedText, until, untilSettled, untilStatus, untilStreaming, untilTranscript } from './look.ts';
import { FRONT, type Site } from './site.ts';
import { button, chat, openChat, reload, say, stop } from './steps.ts';

/** A message whose reply takes some seconds, and that reply. */
const LONG = 'slow 30 words 120';
const LONG_REPLY = words(120);

const told = (text: string, reply: string): [string, string][] => [
  ['user', text],
  ['assistant', reply],
];

/** That Letta has exactly this, each message once. It writes a turn down a moment after the last word has been streamed. */
async function assertHistory(site: Site, conversation: string | null, expected: readonly [string, string][]) {
  const wanted = JSON.stringify(expected.map(([role, text]) => [role, plain(text)]));
  await until(
    () => site.history(conversation),
    (history) => JSON.stringify(history) === wanted,
    `Letta's history to be ${wanted.slice(0, 300)}`,
  );
}

async function sendsStreamsAndReloads(site: Site): Promise<void> {
  const page = await site.open();
  await chat(page).getByText('Hello. What would you like to know?').waitFor();
  await say(page, LONG);
  const streaming = await untilStreaming(page);
  assert.ok(
    plain(LONG_REPLY).startsWith(streaming.lines.at(-1)?.text ?? '?'),
    'what streams is the beginning of the reply',
  );
  const { conversation } = await untilTranscript(page, told(LONG, LONG_REPLY));
  assert.match(conversation ?? '', /^conv-/);
  assert.ok((await storedText(page)).includes(conversation ?? '?'), 'the id is in IndexedDB');
  await reload(page);
  assert.equal((await untilTranscript(page, told(LONG, LONG_REPLY))).conversation, conversation);
  await assertHistory(site, conversation, told(LONG, LONG_REPLY));
  assert.equal(await site.conversations(), 1);
}

async function reloadsMidReply(site: Site): Promise<void> {
  const page = await site.open();
  await say(page, LONG);
  const before = await untilStreaming(page, 10);
  await reload(page);
  const after = await untilTranscript(page, told(LONG, LONG_REPLY));
  assert.equal(after.conversation, before.conversation);
  await assertHistory(site, after.conversation, told(LONG, LONG_REPLY));
  assert.equal(await site.conversations(), 1);
}

async function stopsMidReply(site: Site): Promise<void> {
  const page = await site.open();
  await say(page, 'slow 100 words 300');
  await untilStreaming(page, 5);
  await stop(page);
  const { lines, conversation } = await untilSettled(page);
  const partial = lines.at(-1);
  assert.equal(partial?.state, 'stopped');
  assert.ok(plain(words(300)).startsWith(partial.text) && partial.text !== plain(words(300)), 'the part is kept');
  await chat(page).getByText('Stopped', { exact: true }).waitFor();
  await say(page, 'words 5');
  const all = [...lines.map(({ role, text, state }) => [role, text, state] as const), ...told('words 5', words(5))];
  await untilTranscript(page, all);
  // Letta forgets a cancelled turn: that only the second is there shows that the first was cancelled at the server.
  await assertHistory(site, conversation, told('words 5', words(5)));
  await reload(page);
  await untilTranscript(page, all);
}

async function twoTabsAreOne(site: Site): Promise<void> {
  const visitor = await site.visitor();
  const first = await site.open(FRONT, visitor);
  const second = await site.open(FRONT, visitor);
  let upstream = 0;
  visitor.on('request', (request) => {
    if (/\/(messages|stream)$/.test(new URL(request.url()).pathname) && request.method() === 'POST') upstream += 1;
  });
  await say(first, LONG);
  await untilStreaming(first);
  await untilStreaming(second);
  const one = await untilTranscript(first, told(LONG, LONG_REPLY));
  const two = await untilTranscript(second, told(LONG, LONG_REPLY));
  assert.equal(two.conversation, one.conversation);
  assert.equal(upstream, 1, 'both tabs live on one connection');
  await say(second, 'words 7');
  const both = [...told(LONG, LONG_REPLY), ...told('words 7', words(7))];
  await untilTranscript(second, both);
  await untilTranscript(first, both);
  await assertHistory(site, one.conversation, both);
}

async function goesOnInTheOtherTab(site: Site): Promise<void> {
  const visitor = await site.visitor();
  const first = await site.open(FRONT, visitor);
  const second = await site.open(FRONT, visitor);
  await say(first, LONG);
  await untilStreaming(second, 10);
  await first.close();
  const { conversation } = await untilTranscript(second, told(LONG, LONG_REPLY));
  await assertHistory(site, conversation, told(LONG, LONG_REPLY));
}

async function visitorsNeverMeet(site: Site): Promise<void> {
  const ada = await site.open();
  const ben = await site.open();
  await say(ada, 'This is from Ada');
  await say(ben, 'This is from Ben');
  const adas = await untilTranscript(ada, told('This is from Ada', 'You said: This is from Ada'));
  const bens = await untilTranscript(ben, told('This is from Ben', 'You said: This is from Ben'));
  assert.notEqual(adas.conversation, bens.conversation);
  for (const [page, mine, theirs] of [
    [ada, 'from Ada', 'from Ben'],
    [ben, 'from Ben', 'from Ada'],
  ] as const) {
    await reload(page);
    const { lines } = await until(
      () => look(page),
      ({ lines }) => lines.length > 0,
      'the transcript after a reload',
    );
    const everything = JSON.stringify(lines) + (await storedText(page));
    assert.ok(everything.includes(mine) && !everything.includes(theirs), `${mine} is there and ${theirs} is not`);
  }
}

/** All conversations of an agent share its memory: the README says so in a box of its own, and this is what it means. */
async function memoryIsShared(site: Site): Promise<void> {
  const fact = 'The workshop cat is called Sprocket.';
  const ada = await site.open();
  await say(ada, `use memory_insert {"label":"human","new_string":"${fact}"}`);
  const { lines } = await untilStatus(ada, 'sending', 'streaming').then(() => untilSettled(ada));
  assert.equal(lines.at(-1)?.state, 'complete');
  const ben = await site.open();
  await say(ben, 'recall');
  await until(
    () => look(ben),
    (seen) => seen.status === 'idle' && (seen.lines.at(-1)?.text ?? '').includes(plain(fact)),
    'the other visitor to read the fact',
  );
}

async function startsAnewAndKeepsBoth(site: Site): Promise<void> {
  const page = await site.open();
  await say(page, 'words 3');
  const first = await untilTranscript(page, told('words 3', words(3)));
  await button(page, 'New conversation').click();
  await untilTranscript(page, []);
  await say(page, 'words 4');
  const second = await untilTranscript(page, told('words 4', words(4)));
  assert.notEqual(second.conversation, first.conversation);
  await page.reload();
  await openChat(page);
  await untilTranscript(page, told('words 4', words(4)));
  await assertHistory(site, first.conversation, told('words 3', words(3)));
  await assertHistory(site, second.conversation, told('words 4', words(4)));
}

/** By the sentence that each of them shows. */
export const stories: Readonly<Record<string, (site: Site) => Promise<void>>> = {
  'a message is answered in a stream, and a reload shows the same conversation': sendsStreamsAndReloads,
  'a reload in the middle of a reply loses nothing and doubles nothing': reloadsMidReply,
  'stop keeps the part that is there, cancels at Letta, and the next message can be sent': stopsMidReply,
  'two tabs show the same reply live, over one connection': twoTabsAreOne,
  'when the streaming tab is closed, the reply goes on in the other': goesOnInTheOtherTab,
  'two visitors never see each other’s messages': visitorsNeverMeet,
  'what one visitor has the agent remember, the other’s conversation knows': memoryIsShared,
  'a new conversation begins empty and leaves the old one as it was': startsAnewAndKeepsBoth,
};
