/** The whole way through the list of conversations in Firefox, by Puppeteer. */
import { test } from 'node:test';
import { conversationsStory, type Person } from './conversations-story.ts';
import { openChat, useFirefox } from './firefox-pages.ts';
import { openSite } from './site.ts';

const { skip, visit } = useFirefox();

test('Firefox: a visitor lists, switches, renames, deletes and brings back, by keyboard', { skip }, async (t) => {
  const site = await openSite(t);
  const page = await visit(t, site);
  await conversationsStory(page as unknown as Person, site, async () => {
    await page.reload();
    await openChat(page);
  });
});
