/** The page “How it works” in Firefox, by Puppeteer. */
import { test } from 'node:test';
import { useFirefox } from './firefox-pages.ts';
import { howStory } from './how-story.ts';
import { openSite } from './site.ts';

const { skip, visitor } = useFirefox();

test('Firefox: all five demonstrations are done by keyboard', { skip }, async (t) => {
  const site = await openSite(t, { brain: 'demo' });
  Object.assign(site.demo.simulator!.control, { tokenDelay: 1, firstTokenDelay: 1 });
  const page = await (await visitor(t)).newPage();
  await page.goto(`${site.demo.url}/how?panel=0`);
  await page.bringToFront();
  await howStory(page);
});
