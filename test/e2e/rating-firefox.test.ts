/** What a visitor thinks of a reply, and what a conversation has used, in Firefox, by Puppeteer. */
import { test } from 'node:test';
import type { Person } from './conversations-story.ts';
import { openChat, useFirefox } from './firefox-pages.ts';
import { RATED_AGENTS, ratingStory } from './rating-story.ts';
import { openSite } from './site.ts';

const { skip, visit } = useFirefox();

test('Firefox: a visitor calls a reply good, then bad, comes back, and takes it back', { skip }, async (t) => {
  const site = await openSite(t, { agents: RATED_AGENTS });
  const page = await visit(t, site);
  await ratingStory(page as unknown as Person, site, async () => {
    await page.reload();
    await openChat(page);
  });
});
