/** The launcher and the panel in a site's and a visitor's hands: nudge, shortcut, size, phones, the list beside a page's chat. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { missingBrowser, type Page } from '../tools/browser.ts';
import { until, untilSettled, untilStatus, untilStreaming } from './look.ts';
import { closeBrowser, FRONT, openSite } from './site.ts';
import { button, chat, composer, openChat, say } from './steps.ts';

after(closeBrowser);
const options = { skip: missingBrowser('chromium') };

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** The widget's scripts that the page has fetched. */
const scripts = (page: Page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname.replace(/^.*\//, ''))
      .filter((name) => name.endsWith('.js')),
  );

const panel = (page: Page) => chat(page).locator('[part~="panel"]');

/** The panel's box, when it has stopped moving. */
async function box(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  await panel(page).evaluate((element) => Promise.all(element.getAnimations().map(({ finished }) => finished)));
  const found = await panel(page).boundingBox();
  assert.ok(found);
  return found;
}

const setAttributes = (page: Page, attributes: Readonly<Record<string, string>>) =>
  chat(page).evaluate((host, all) => {
    for (const [name, value] of Object.entries(all)) host.setAttribute(name, value);
  }, attributes);

test('a nudge comes from a chunk of its own, stores nothing, and opens the chat', options, async (t) => {
  const site = await openSite(t);
  const page = await (await site.visitor()).newPage();
  await page.goto(`${site.demo.url}${FRONT}`);
  await button(page, 'Open chat').waitFor();
  await setAttributes(page, { 'nudge-after': '0', nudge: 'Shall we look at your gears?' });
  const words = chat(page).locator('[part="nudge-text"]', { hasText: 'gears' });
  await words.waitFor();
  assert.deepEqual(
    (await scripts(page)).map((name) => name.replace(/-.*/, '')),
    ['letta', 'greeting'],
  );
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
  assert.equal(await page.evaluate(() => sessionStorage.length + localStorage.length), 0);
  await words.click();
  await composer(page).and(page.locator(':focus')).waitFor();
  assert.equal(await words.count(), 0);
});

test('a nudge that was closed does not come again on the next page of the visit', options, async (t) => {
  const site = await openSite(t);
  const page = await (await site.visitor()).newPage();
  const nudge = () =>
    chat(page).evaluate((host) => (host as unknown as { nudge(text: string): Promise<boolean> }).nudge('Hello'));
  await page.goto(`${site.demo.url}${FRONT}`);
  await button(page, 'Open chat').waitFor();
  assert.equal(await nudge(), true);
  await button(page, 'Close').click();
  await page.reload();
  await button(page, 'Open chat').waitFor();
  assert.equal(await nudge(), false);
});

test(
  'the shortcut opens the chat before it is loaded, from a text field too, and brings the focus back',
  options,
  async (t) => {
    const site = await openSite(t);
    const page = await (await site.visitor()).newPage();
    await page.goto(`${site.demo.url}${FRONT}`);
    await button(page, 'Open chat').waitFor();
    await setAttributes(page, { shortcut: 'Control+/' });
    await chat(page).locator('button[aria-keyshortcuts="Control+/"]').waitFor();
    await page.evaluate(() => {
      const field = document.body.appendChild(document.createElement('input'));
      field.id = 'field';
      field.focus();
    });
    await page.keyboard.press('Control+/');
    await composer(page).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Control+/');
    await page.locator('#field:focus').waitFor();
  },
);

test('the panel is as large as the visitor has dragged it, on the next visit too', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  await say(page, 'words 9');
  await untilSettled(page);
  await chat(page).locator('.edge.corner').waitFor();
  const before = await box(page);
  await page.mouse.move(before.x + 9, before.y + 9);
  await page.mouse.down();
  await page.mouse.move(before.x - 60, before.y + 40, { steps: 4 });
  await page.mouse.up();
  const after = await box(page);
  assert.deepEqual([after.width, after.height], [before.width + 69, before.height - 31]);
  await chat(page).getByRole('separator', { name: 'Width of the chat' }).press('ArrowLeft');
  const wider = await box(page);
  assert.deepEqual([wider.width, wider.height], [after.width + 16, after.height]);
  await page.reload();
  await openChat(page);
  await until(
    () => box(page),
    ({ width, height }) => width === wider.width && height === wider.height,
    'the size of the last visit',
  );
  await page.mouse.dblclick(wider.x + 9, wider.y + 9);
  assert.deepEqual(await box(page), before);
});

test(
  'on a phone it fills the screen upright and across, and the page cannot be reached behind it',
  options,
  async (t) => {
    const site = await openSite(t);
    const page = await (await site.visitor(PHONE)).newPage();
    await page.goto(`${site.demo.url}${FRONT}`);
    await page.evaluate(() => scrollTo({ top: 333, behavior: 'instant' }));
    await openChat(page);
    assert.deepEqual(await box(page), { x: 0, y: 0, width: 390, height: 844 });
    assert.equal(await panel(page).getAttribute('aria-modal'), 'true');
    const reachable = () =>
      page.evaluate(() => document.querySelectorAll('body > :not([inert], letta-chat, script)').length);
    assert.equal(await reachable(), 0);
    await page.setViewportSize({ width: 844, height: 390 });
    await until(
      () => box(page),
      ({ width, height }) => width === 844 && height === 390,
      'the panel to fill the screen across',
    );
    for (const name of ['Close chat', 'Send']) assert.equal(await button(page, name).last().isVisible(), true);
    await page.setViewportSize({ width: 390, height: 420 }); // as with a keyboard
    await until(
      () => box(page),
      ({ height }) => height === 420,
      'the panel to leave room for the keyboard',
    );
    const field = await composer(page).boundingBox();
    assert.ok(field && field.y + field.height <= 420);
    await page.setViewportSize(PHONE.viewport);
    await button(page, 'Close chat').last().click();
    await until(
      () => page.evaluate(() => Math.round(scrollY)),
      (y) => y === 333,
      'the page to be where it was',
    );
    assert.ok((await reachable()) > 0);
    assert.equal(
      (await scripts(page)).some((name) => name.startsWith('resize')),
      false,
    );
  },
);

for (const viewport of [
  { width: 320, height: 480 },
  { width: 320, height: 256 },
  { width: 640, height: 400 },
]) {
  test(
    `at ${viewport.width} × ${viewport.height} header, transcript and composer stand one above the other`,
    options,
    async (t) => {
      const site = await openSite(t);
      const page = await (await site.visitor({ viewport })).newPage();
      for (const path of [FRONT, '/assistant?panel=0']) {
        await page.goto(`${site.demo.url}${path}`);
        await openChat(page);
        const parts = ['header', 'transcript', 'composer'];
        const boxes = await Promise.all(
          parts.map((part) => chat(page).locator(`[part~="${part}"]`).first().boundingBox()),
        );
        let bottom = 0;
        for (const [index, found] of boxes.entries()) {
          assert.ok(found, parts[index]);
          assert.ok(found.y >= bottom - 1 && found.height >= 40, `${path}: ${parts[index]} ${JSON.stringify(found)}`);
          assert.ok(found.x >= 0 && found.x + found.width <= viewport.width);
          bottom = found.y + found.height;
        }
        assert.ok(bottom <= viewport.height);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      }
    },
  );
}

test('beside a page’s chat stands the list, which gives way on a narrow window and comes back', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open('/assistant?panel=0');
  await say(page, 'words 9');
  await untilSettled(page);
  const list = chat(page).locator('letta-chat-menu');
  await list.waitFor();
  const sides = async () => [await list.boundingBox(), await composer(page).boundingBox()] as const;
  const [beside, field] = await sides();
  assert.ok(beside && field && beside.x + beside.width <= field.x);
  await page.setViewportSize({ width: 600, height: 700 });
  await list.waitFor({ state: 'detached' });
  assert.equal(await composer(page).isVisible(), true);
  await page.setViewportSize({ width: 1400, height: 700 });
  await list.waitFor();
  const [back, again] = await sides();
  assert.ok(back && again && back.x + back.width <= again.x);
});

test('what came unseen is a badge on the launcher, which stays where it is', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  await say(page, 'slow 30 words 150');
  await untilStreaming(page);
  await composer(page).press('Escape');
  await untilStatus(page, 'idle');
  const badge = chat(page).locator('[part="badge"]');
  await badge.waitFor();
  await until(
    () => badge.evaluate((element) => getComputedStyle(element).position),
    (position) => position === 'absolute',
    'its style',
  );
  const closed = await chat(page).boundingBox();
  assert.deepEqual(closed && [closed.width, closed.height], [56, 56]);
});
