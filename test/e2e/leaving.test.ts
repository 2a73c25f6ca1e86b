/** Visitors who leave in the middle of a reply, for another page of the site or for good, and come back. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { words } from '../../demo/simulator/brain-scripted.ts';
import { launchChromiumOn, missingBrowser } from '../tools/browser.ts';
import { plain, untilStreaming, untilTranscript } from './look.ts';
import { closeBrowser, FRONT, openSite, type Site } from './site.ts';
import { openChat, say, visit } from './steps.ts';

after(closeBrowser);
const options = { skip: missingBrowser('chromium') };

const LONG = 'slow 30 words 200';
const told: [string, string][] = [
  ['user', LONG],
  ['assistant', words(200)],
];

async function assertOnce(site: Site, conversation: string | null): Promise<void> {
  assert.deepEqual(
    await site.history(conversation),
    told.map(([role, text]) => [role, plain(text)]),
  );
  assert.equal(await site.conversations(), 1);
}

test('on the next page of the site the reply goes on', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open(FRONT);
  await say(page, LONG);
  await untilStreaming(page, 5);
  await page.goto(`${site.demo.url}/booking?panel=0`);
  await openChat(page);
  const { conversation } = await untilTranscript(page, told);
  await assertOnce(site, conversation);
});

test('going back in the browser’s history finds the reply whole', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open('/booking?panel=0');
  await say(page, LONG);
  await untilStreaming(page, 5);
  await page.goto(`${site.demo.url}/strict`);
  await page.goBack();
  await openChat(page);
  const { conversation } = await untilTranscript(page, told);
  await assertOnce(site, conversation);
});

test(
  'a browser that is closed in the middle of a reply shows all of it when it is opened again',
  options,
  async (t) => {
    const site = await openSite(t);
    const profile = await mkdtemp(join(tmpdir(), 'letta-chat-profile-'));
    t.after(() => rm(profile, { recursive: true, force: true }));
    const first = await launchChromiumOn(profile);
    t.after(() => first.close());
    const page = await visit(await first.newPage(), `${site.demo.url}${FRONT}`);
    await say(page, LONG);
    const before = await untilStreaming(page, 5);
    await first.close();
    const second = await launchChromiumOn(profile);
    t.after(() => second.close());
    const again = await visit(await second.newPage(), `${site.demo.url}${FRONT}`);
    const { conversation } = await untilTranscript(again, told);
    assert.equal(conversation, before.conversation);
    await assertOnce(site, conversation);
  },
);
