/** The whole way by keyboard alone in Chromium, and on a page of a fourth of the width, as at 400 % zoom. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { missingBrowser } from '../tools/browser.ts';
import { enterChat, go, keyboardStory, menuStory, type Typist } from './keyboard-story.ts';
import { untilSettled } from './look.ts';
import { closeBrowser, FRONT, openSite } from './site.ts';
import { chat } from './steps.ts';

const options = { skip: missingBrowser('chromium') };
after(closeBrowser);

for (const [what, story] of [
  ['a visitor writes, copies, stops, finds words and goes back', keyboardStory],
  ['a visitor switches, renames, deletes, brings back and searches conversations', menuStory],
] as const)
  test(`by keyboard alone ${what}`, options, async (t) => {
    const site = await openSite(t);
    const page = await (await site.visitor()).newPage();
    await page.goto(`${site.demo.url}${FRONT}`);
    await story(page as Typist);
  });

test(
  'at 400 % zoom the chat fills the screen, keeps the focus, and nothing has to be scrolled sideways',
  options,
  async (t) => {
    const site = await openSite(t);
    const viewport = { width: 320, height: 256 }; // 1280 × 1024 CSS pixels at 400 %
    const page = await (await site.visitor({ viewport })).newPage();
    const person = page as Typist;
    await page.goto(`${site.demo.url}${FRONT}`);
    await enterChat(person);
    await page.keyboard.type('markdown 300');
    await page.keyboard.press('Enter');
    await untilSettled(page);
    await chat(page).locator('[part~="copy"]').waitFor({ state: 'attached' });
    for (const name of ['Copy', 'Messages', 'Close chat']) await go(person, 'back', name);
    const wide = await page.evaluate(() => {
      const root = document.querySelector('letta-chat')?.shadowRoot;
      // Code and tables scroll by themselves, which the rule on reflow allows them.
      const scrollers = ['.panel', '.scroller', '.composer'].map((name) => root?.querySelector(name));
      return scrollers.map((one) => (one ? one.scrollWidth - one.clientWidth : -1));
    });
    assert.deepEqual(wide, [0, 0, 0]);
    // Beside the panel there is nothing that could have the focus: ten steps on it has been all through it, or at the browser's own.
    for (let i = 0; i < 10; i++) {
      await page.keyboard.press('Tab');
      const outside = await page.evaluate(
        () => !/^(?:BODY|LETTA-CHAT)$/.test(document.activeElement?.tagName ?? 'BODY'),
      );
      assert.equal(outside, false, 'the page behind a chat that fills the screen has the focus');
    }
  },
);
