/** The page “How it works” in Firefox, by Puppeteer. */
import { after, before, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchFirefox, missingBrowser } from '../tools/browser.ts';
import { howStory } from './how-story.ts';
import { openSite } from './site.ts';

const skip = missingBrowser('firefox');
let firefox: Browser;
before(async () => {
  if (!skip) firefox = await launchFirefox();
});
after(() => firefox?.close());

test('Firefox: all five demonstrations are done by keyboard', { skip }, async (t) => {
  const site = await openSite(t, { brain: 'demo' });
  Object.assign(site.demo.simulator!.control, { tokenDelay: 1, firstTokenDelay: 1 });
  const page = await firefox.newPage();
  await page.goto(`${site.demo.url}/how?panel=0`);
  await page.bringToFront();
  await howStory(page);
});
