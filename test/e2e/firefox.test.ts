/** What depends most on the browser (IndexedDB, Web Locks, BroadcastChannel, fetch streams at a reload) in Firefox, by Puppeteer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { words } from '../../demo/simulator/brain-scripted.ts';
import { openChat, useFirefox } from './firefox-pages.ts';
import { plain, until, untilStreaming, untilTranscript } from './look.ts';
import { FRONT, openSite, type Site } from './site.ts';

const { skip, visit, visitor } = useFirefox();

const LONG = 'slow 30 words 150';
const told: [string, string][] = [
  ['user', LONG],
  ['assistant', words(150)],
];

async function say(page: Page, text: string): Promise<void> {
  await page.bringToFront();
  await page.locator('>>> textarea').fill(text);
  await page.keyboard.press('Enter');
}

async function assertHistory(site: Site, conversation: string | null): Promise<void> {
  const wanted = JSON.stringify(told.map(([role, text]) => [role, plain(text)]));
  await until(
    () => site.history(conversation),
    (history) => JSON.stringify(history) === wanted,
    'Letta to have each message once',
  );
}

test('Firefox: a reload in the middle of a reply loses nothing and doubles nothing', { skip }, async (t) => {
  const site = await openSite(t);
  const page = await visit(t, site);
  await say(page, LONG);
  const before = await untilStreaming(page, 10);
  await page.reload();
  await openChat(page);
  const { conversation } = await untilTranscript(page, told);
  assert.equal(conversation, before.conversation);
  await assertHistory(site, conversation);
});

test('Firefox: two tabs show the same reply, and one goes on when the streaming one is closed', { skip }, async (t) => {
  const site = await openSite(t);
  const context = await visitor(t);
  const tabs = [await context.newPage(), await context.newPage()] as const;
  for (const tab of tabs) {
    await tab.goto(`${site.demo.url}${FRONT}`);
    await openChat(tab);
  }
  const [first, second] = tabs;
  await say(first, LONG);
  await untilStreaming(first, 5);
  await second.bringToFront();
  await untilStreaming(second, 10);
  await first.close();
  const { conversation } = await untilTranscript(second, told);
  await assertHistory(site, conversation);
});
