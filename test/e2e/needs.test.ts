// Readers who ask their system for more contrast, for their own colours or for less motion, in Chromium.
import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import type { BrowserContextOptions } from 'playwright-core';
import { missingBrowser, type Page } from '../tools/browser.ts';
import { until, untilSettled } from './look.ts';
import { closeBrowser, FRONT, openSite } from './site.ts';
import { chat, say } from './steps.ts';

const options = { skip: missingBrowser('chromium') };
after(closeBrowser);

/** A page of a visitor with these wishes, after one reply. */
async function openAndAsk(t: TestContext, wishes: BrowserContextOptions): Promise<Page> {
  const site = await openSite(t);
  const page = await site.open(FRONT, await site.visitor(wishes));
  await say(page, 'words 5');
  await untilSettled(page);
  await chat(page).locator('[part~="copy"]').waitFor(); // with what comes after the first reply
  return page;
}

const fetched = (page: Page): Promise<number> =>
  page.evaluate(
    () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/forced-colours-')).length,
  );

/** A property of a part as it is computed. */
const style = (page: Page, part: string, property: string, pseudo?: string): Promise<string> =>
  chat(page)
    .locator(`[part~="${part}"]`)
    .first()
    .evaluate(
      (element, [property, pseudo]) => getComputedStyle(element, pseudo).getPropertyValue(property!),
      [property, pseudo],
    );

const numbers = (text: string): number[] => (text.match(/[\d.]+/g) ?? []).map(Number);

test('forced colours tell apart what backgrounds told', options, async (t) => {
  const page = await openAndAsk(t, { forcedColors: 'active', colorScheme: 'dark' });
  for (const part of ['bubble', 'avatar', 'panel', 'composer'])
    await until(
      () => style(page, part, 'border-top-width'),
      (width) => Number.parseFloat(width) >= 1,
      `a line round ${part}`,
    );
  assert.notEqual(
    await style(page, 'send', 'background-color', '::before'),
    await style(page, 'panel', 'background-color'),
  );
});

test(
  'more contrast is given to who asks for it, also while the chat is open, and nobody else fetches it',
  options,
  async (t) => {
    const page = await openAndAsk(t, {});
    assert.equal(await fetched(page), 0);
    const soft = async () => Math.max(...numbers(await style(page, 'state', 'color')));
    const usual = await soft();
    await page.emulateMedia({ contrast: 'more' });
    await until(soft, (now) => now < usual, 'darker small text');
    assert.equal(await fetched(page), 1);
    await page.emulateMedia({ contrast: 'no-preference' });
    await until(soft, (now) => now === usual, 'what it was');
  },
);

test('with less motion the panel fades and stays where it is', options, async (t) => {
  const page = await openAndAsk(t, { reducedMotion: 'reduce' });
  await chat(page).evaluate((host) => host.removeAttribute('open'));
  await until(
    () => style(page, 'panel', 'visibility'),
    (visibility) => visibility === 'hidden',
    'the panel to be gone',
  );
  assert.equal(await style(page, 'panel', 'transform'), 'none');
  assert.equal(await style(page, 'send', 'transform', '::before'), 'none');
});
