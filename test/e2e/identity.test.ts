/** The host site's signed-in users in real browsers: two devices, signing in, signing out, and who comes next. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sign } from 'hono/jwt';
import { UNLIMITED } from '../proxy/rig.ts';
import { missingBrowser, type Page } from '../tools/browser.ts';
import { look, plain, storedText, until, untilTranscript } from './look.ts';
import { closeBrowser, FRONT, openSite, type Site } from './site.ts';
import { chat, openChat, say } from './steps.ts';

after(closeBrowser);
const options = { skip: missingBrowser('chromium') };

const IDENTITY_SECRET = 'the secret that the host site signs with';
const settings = { ...UNLIMITED, IDENTITY_SECRET };

/** What the site's server would answer. */
const tokenOf = (sub: string): Promise<string> =>
  sign({ sub, aud: 'letta-chat', exp: Math.floor(Date.now() / 1000) + 300 }, IDENTITY_SECRET);

/** Sets the property as the page's script would; `null` signs out. */
async function signIn(page: Page, sub: string | null): Promise<void> {
  const token = sub === null ? null : await tokenOf(sub);
  await chat(page).evaluate((element, given) => {
    (element as HTMLElement & { identity: unknown }).identity = given === null ? undefined : async () => given;
  }, token);
}

/** A page of this visitor, signed in before the chat is opened. */
async function openAs(site: Site, sub: string, visitor = site.visitor()): Promise<Page> {
  const page = await (await visitor).newPage();
  await page.goto(`${site.demo.url}${FRONT}`);
  await chat(page).waitFor({ state: 'attached' });
  await signIn(page, sub);
  await openChat(page);
  return page;
}

const conversationsOf = (page: Page): Promise<string[]> =>
  chat(page).evaluate((element) =>
    (element as HTMLElement & { conversations: { id: string }[] }).conversations.map(({ id }) => id),
  );

const echo = (text: string): [string, string][] => [
  ['user', text],
  ['assistant', `You said ${text}`],
];

const empty = (page: Page) =>
  until(
    () => look(page),
    ({ lines, status }) => lines.length === 0 && status === 'idle',
    'an empty chat',
  );

test('two devices of a person that open and send at one instant are in one conversation', options, async (t) => {
  const site = await openSite(t, { settings });
  const devices = await Promise.all([openAs(site, 'ada'), openAs(site, 'ada')]);
  await Promise.all(devices.map((page, number) => say(page, `device ${number}`)));
  const seen = await Promise.all(
    devices.map((page, number) =>
      until(
        () => look(page),
        ({ status, lines }) => status === 'idle' && lines.at(-1)?.text === `You said device ${number}`,
        'the reply',
      ),
    ),
  );
  assert.equal(seen[0]?.conversation, seen[1]?.conversation);
  assert.equal(await site.conversations(), 1);
  // A third device finds it by itself.
  const third = await openAs(site, 'ada');
  await until(
    () => look(third),
    ({ conversation, lines }) => conversation === seen[0]?.conversation && lines.length === 4,
    'the conversation on another device',
  );
});

test('the same person sees the same conversations on two devices; somebody else sees none', options, async (t) => {
  const site = await openSite(t, { settings });
  const phone = await openAs(site, 'ada');
  await say(phone, 'from the phone');
  const { conversation } = await untilTranscript(phone, echo('from the phone'));
  const laptop = await openAs(site, 'ada');
  await until(
    () => conversationsOf(laptop),
    (ids) => ids.includes(conversation ?? ''),
    'the conversation on the other device',
  );
  await chat(laptop).evaluate(
    (element, id) => (element as HTMLElement & { openConversation(id: string): Promise<void> }).openConversation(id),
    conversation ?? '',
  );
  await untilTranscript(laptop, echo('from the phone'));
  const other = await openAs(site, 'ben');
  await empty(other);
  assert.deepEqual(await conversationsOf(other), []);
});

test('signing in keeps what is on screen and goes on with it', options, async (t) => {
  const site = await openSite(t, { settings });
  const page = await site.open();
  await say(page, 'anonymous words');
  const { conversation } = await untilTranscript(page, echo('anonymous words'));
  await signIn(page, 'ada');
  const before = await untilTranscript(page, echo('anonymous words'));
  assert.equal(before.conversation, conversation);
  await say(page, 'signed in');
  await untilTranscript(page, [...echo('anonymous words'), ...echo('signed in')]);
  assert.equal(await site.conversations(), 1);
  const elsewhere = await openAs(site, 'ada');
  await until(
    () => conversationsOf(elsewhere),
    (ids) => ids.length === 1 && ids[0] === conversation,
    'the adopted conversation on another device',
  );
});

test('signing out leaves nothing on screen and nothing in the browser, whoever comes next', options, async (t) => {
  const site = await openSite(t, { settings });
  const visitor = await site.visitor();
  const page = await openAs(site, 'ada', Promise.resolve(visitor));
  await say(page, 'a secret');
  const { conversation } = await untilTranscript(page, echo('a secret'));
  await until(
    () => storedText(page),
    (stored) => plain(stored).includes('a secret'),
    'the transcript in the browser',
  );
  await signIn(page, null);
  await empty(page);
  const traces = ['secret', 'ada', conversation ?? ''];
  await until(
    () => storedText(page),
    (stored) => traces.every((trace) => !stored.includes(trace)),
    'nothing of Ada',
  );
  assert.deepEqual(await conversationsOf(page), []);
  await signIn(page, 'ben');
  await empty(page);
  await say(page, 'my own');
  await untilTranscript(page, echo('my own'));
  assert.deepEqual((await conversationsOf(page)).includes(conversation ?? ''), false);
});

test('a person’s chat is gone from a device when the site is opened signed out', options, async (t) => {
  const site = await openSite(t, { settings });
  const visitor = await site.visitor();
  const page = await openAs(site, 'ada', Promise.resolve(visitor));
  await say(page, 'a secret');
  await untilTranscript(page, echo('a secret'));
  await page.close();
  const next = await site.open(FRONT, visitor);
  await empty(next);
  await until(
    () => storedText(next),
    (stored) => !/secret|ada|conv-/.test(stored),
    'nothing of Ada',
  );
});

test('two tabs: when one signs out, the other lets go of the person too', options, async (t) => {
  const site = await openSite(t, { settings });
  const visitor = await site.visitor();
  const first = await openAs(site, 'ada', Promise.resolve(visitor));
  await say(first, 'a secret');
  await untilTranscript(first, echo('a secret'));
  const second = await openAs(site, 'ada', Promise.resolve(visitor));
  await untilTranscript(second, echo('a secret'));
  await signIn(second, null);
  await empty(second);
  await until(
    () => look(first),
    ({ lines }) => lines.length === 0,
    'the first tab to let go',
  );
  await until(
    () => storedText(second),
    (stored) => !/secret|ada/.test(stored),
    'nothing of Ada',
  );
});

test('an identity function that fails is said on screen, and nothing is lost', options, async (t) => {
  const site = await openSite(t, { settings });
  const visitor = await site.visitor();
  const page = await openAs(site, 'ada', Promise.resolve(visitor));
  await say(page, 'kept');
  await untilTranscript(page, echo('kept'));
  await page.close();
  const again = await visitor.newPage();
  await again.goto(`${site.demo.url}${FRONT}`);
  await chat(again).waitFor({ state: 'attached' });
  await chat(again).evaluate((element) => {
    (element as HTMLElement & { identity: unknown }).identity = () => Promise.reject(new Error('the session is over'));
  });
  await chat(again).getByRole('button', { name: 'Open chat', exact: true }).click();
  await chat(again).getByText('You could not be signed in.').first().waitFor();
  assert.match(await storedText(again), /kept/);
  await signIn(again, 'ada');
  await untilTranscript(again, echo('kept'));
});
