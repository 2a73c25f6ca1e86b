/** The whole way through the list of conversations in Firefox, by Puppeteer. */
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { launchFirefox, missingBrowser } from '../tools/browser.ts';
import { conversationsStory, type Person } from './conversations-story.ts';
import { look, until } from './look.ts';
import { FRONT, openSite } from './site.ts';

const skip = missingBrowser('firefox');
let firefox: Browser;
before(async () => {
  if (!skip) firefox = await launchFirefox();
});
after(() => firefox?.close());

async function openChat(page: Page): Promise<void> {
  await page.bringToFront();
  await page.locator('>>> [part~="launcher"]').click();
  await page.locator('>>> textarea').wait();
  await until(
    () => look(page),
    ({ status }) => status !== null,
    'the widget to be there',
  );
}

test('Firefox: a visitor lists, switches, renames, deletes and brings back, by keyboard', { skip }, async (t) => {
  const site = await openSite(t);
  const context = await firefox.createBrowserContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(`${site.demo.url}${FRONT}`);
  await openChat(page);
  await conversationsStory(page as unknown as Person, site, async () => {
    await page.reload();
    await openChat(page);
  });
});
