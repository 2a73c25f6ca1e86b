/** Several agents and branching in Firefox, by Puppeteer. */
import { after, before, type TestContext, test } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { launchFirefox, missingBrowser } from '../tools/browser.ts';
import { agentsOfStory, agentsStory, branchStory } from './agents-story.ts';
import type { Person } from './conversations-story.ts';
import { look, until } from './look.ts';
import { FRONT, openSite, type Site } from './site.ts';

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

async function visit(t: TestContext, site: Site): Promise<Page> {
  const context = await firefox.createBrowserContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(`${site.demo.url}${FRONT}`);
  await openChat(page);
  return page;
}

test('Firefox: a visitor chooses among agents, and reads what a removed one said', { skip }, async (t) => {
  const agents = agentsOfStory();
  const site = await openSite(t, { agents });
  const page = await visit(t, site);
  await agentsStory(page as unknown as Person, site, agents, async () => {
    await page.reload();
    await openChat(page);
  });
});

test('Firefox: a visitor asks something else in place of an earlier message', { skip }, async (t) => {
  const site = await openSite(t);
  await branchStory((await visit(t, site)) as unknown as Person, site);
});
