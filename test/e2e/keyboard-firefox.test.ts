/** The whole way by keyboard alone in Firefox, by Puppeteer. */
import { test } from 'node:test';
import { useFirefox } from './firefox-pages.ts';
import { keyboardStory, menuStory, type Typist } from './keyboard-story.ts';
import { FRONT, openSite } from './site.ts';

const { skip, visitor } = useFirefox();

for (const [what, story] of [
  ['a visitor writes, copies, stops, finds words and goes back', keyboardStory],
  ['a visitor switches, renames, deletes, brings back and searches conversations', menuStory],
] as const)
  test(`Firefox: by keyboard alone ${what}`, { skip }, async (t) => {
    const site = await openSite(t);
    const page = await (await visitor(t)).newPage();
    await page.goto(`${site.demo.url}${FRONT}`);
    await page.bringToFront();
    await page.locator('letta-chat').wait();
    await story(page as unknown as Typist);
  });
