/** What a visitor thinks of a reply, and what a conversation has used, in Chromium. */
import { after, test } from 'node:test';
import { missingBrowser } from '../tools/browser.ts';
import type { Person } from './conversations-story.ts';
import { RATED_AGENTS, ratingStory } from './rating-story.ts';
import { closeBrowser, openSite } from './site.ts';
import { reload } from './steps.ts';

const skip = missingBrowser('chromium');
after(closeBrowser);

test('a visitor calls a reply good, then bad, comes back, takes it back, and sees what was used', {
  skip,
}, async (t) => {
  const site = await openSite(t, { agents: RATED_AGENTS });
  const page = await site.open();
  await ratingStory(page as unknown as Person, site, () => reload(page));
});
