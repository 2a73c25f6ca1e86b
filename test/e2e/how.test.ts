/** The page “How it works” in Chromium: its five demonstrations, on a phone, and with a proxy that does not answer. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { missingBrowser } from '../tools/browser.ts';
import { howStory } from './how-story.ts';
import { closeBrowser, openSite } from './site.ts';

after(closeBrowser);
const options = { skip: missingBrowser('chromium') };
const ADDRESS = '/how?panel=0';

async function openPage(
  t: Parameters<typeof openSite>[0],
  context: Parameters<Awaited<ReturnType<typeof openSite>>['visitor']>[0] = {},
) {
  const site = await openSite(t, { brain: 'demo' });
  Object.assign(site.demo.simulator!.control, { tokenDelay: 1, firstTokenDelay: 1 });
  const page = await (await site.visitor(context)).newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${site.demo.url}${ADDRESS}`);
  return { site, page, complaints };
}

test(
  'all five demonstrations are done by keyboard, and the policy of the page has nothing to say',
  options,
  async (t) => {
    const { page, complaints } = await openPage(t);
    await howStory(page);
    assert.deepEqual(complaints, []);
  },
);

test('on a phone nothing stands out to the side', options, async (t) => {
  const { page } = await openPage(t, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  for (const step of ['isolation', 'listing']) {
    await page.locator(`[data-demonstration="${step}"]`).getByRole('button').click();
    await page.locator(`[data-demonstration="${step}"][data-state="done"]`).waitFor();
  }
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
});

test('a proxy that does not answer is said in a sentence, and the step can be run again', options, async (t) => {
  const { site, page } = await openPage(t);
  site.demo.network.setMode('offline');
  const step = page.locator('[data-demonstration="basicFlow"]');
  await step.getByRole('button').click();
  await step.getByText('The proxy cannot be reached.').waitFor();
  site.demo.network.setMode('online');
  await step.getByRole('button').click();
  await page.locator('[data-demonstration="basicFlow"][data-state="done"]').waitFor();
});
