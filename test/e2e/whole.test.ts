/** The engine's later part does not come: the first reply does without, and what needs it goes on when it can be had. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { missingBrowser } from '../tools/browser.ts';
import { look, until, untilSettled } from './look.ts';
import { closeBrowser, openSite } from './site.ts';
import { openChat, say } from './steps.ts';

after(closeBrowser);
const options = { skip: missingBrowser('chromium') };

test(
  'a visitor who comes back while a part of the engine cannot be had sees the conversation as soon as it can',
  options,
  async (t) => {
    const site = await openSite(t);
    const page = await site.open();
    let refused = 0;
    await page.route('**/chunks/whole-*', (route) => {
      refused++;
      return route.abort();
    });
    await say(page, 'words 5');
    await untilSettled(page);
    const { lines } = await until(
      () => look(page),
      (seen) => seen.lines.length === 2,
      'the reply',
    );
    await until(
      async () => refused,
      (times) => times > 0,
      'the part to be asked for after the reply',
    );
    refused = 0;
    await page.reload();
    await openChat(page);
    await until(
      async () => refused,
      (times) => times > 0,
      'the part to be asked for at once',
    );
    await page.unroute('**/chunks/whole-*');
    await page.evaluate(() => dispatchEvent(new Event('online')));
    const again = await until(
      () => look(page),
      (seen) => seen.lines.length >= lines.length,
      'the conversation',
    );
    assert.deepEqual(again.lines, lines);
  },
);
