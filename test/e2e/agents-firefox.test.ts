/** Several agents and branching in Firefox, by Puppeteer. */
import { test } from 'node:test';
import { agentsOfStory, agentsStory, branchStory } from './agents-story.ts';
import type { Person } from './conversations-story.ts';
import { openChat, useFirefox } from './firefox-pages.ts';
import { openSite } from './site.ts';

const { skip, visit } = useFirefox();

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
