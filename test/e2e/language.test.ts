/** Languages as a browser fetches them: none for English, one for everybody else, and English when that one cannot be had. */
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { after, test } from 'node:test';
import { missingBrowser, type Page } from '../tools/browser.ts';
import { until, untilStatus } from './look.ts';
import { closeBrowser, FRONT, openSite } from './site.ts';
import { button, chat, composer, say } from './steps.ts';

after(closeBrowser);
const options = { skip: missingBrowser('chromium') };

/** The page in that language, before the chat is opened. */
async function declare(page: Page, address: string, lang: string): Promise<void> {
  // Before any script of the page runs.
  await page.addInitScript((tag) => {
    new MutationObserver((_, observer) => {
      if (!document.documentElement) return;
      observer.disconnect();
      document.documentElement.lang = tag;
    }).observe(document, { childList: true });
  }, lang);
  await page.goto(address);
}

/** The languages that have been fetched, and the chunk that knows them. */
const languagesOf = (page: Page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => /\/(languages|[a-z]{2}|zh-han[st])-[\w-]{8}\.js$/.test(path)),
  );
const names = (paths: readonly string[]) => [...new Set(paths.map((path) => basename(path).slice(0, -12)))].sort();

test('a visitor fetches their language and no other, and nothing of it before the opening', options, async (t) => {
  const site = await openSite(t);
  const page = await (await site.visitor()).newPage();
  await declare(page, `${site.demo.url}${FRONT}`, 'de-AT');
  await button(page, 'Chat').waitFor();
  assert.deepEqual(await languagesOf(page), []);
  await button(page, 'Chat').click();
  await chat(page).getByRole('textbox', { name: 'Nachricht schreiben' }).waitFor();
  await say(page, 'words 9');
  await untilStatus(page, 'idle');
  await button(page, 'Gespräche').waitFor();
  assert.deepEqual(names(await languagesOf(page)), ['de', 'languages']);
});

test('in English no language is fetched', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  await say(page, 'words 9');
  await untilStatus(page, 'idle');
  await button(page, 'Conversations').waitFor();
  assert.deepEqual(await languagesOf(page), []);
});

test('a language that cannot be fetched leaves English, and comes with the next opening', options, async (t) => {
  const site = await openSite(t);
  const page = await (await site.visitor()).newPage();
  let isDown = true;
  let asked = 0;
  await page.route(/\/chunks\/ja-[\w-]{8}\.js/, (route) => {
    asked += 1;
    return isDown ? route.abort() : route.continue();
  });
  await declare(page, `${site.demo.url}${FRONT}`, 'ja');
  await button(page, 'チャット').click();
  await composer(page).waitFor();
  assert.equal(await composer(page).getAttribute('placeholder'), 'Write a message');
  await until(
    async () => asked,
    (times) => times > 0,
    'the language to be asked for',
  );
  await composer(page).press('Escape');
  await button(page, 'Open chat').waitFor();
  isDown = false;
  // A request that was still on its way may bring the language before the opening.
  await button(page, /^(Open chat|チャットを開く)$/).click();
  await chat(page).getByRole('textbox', { name: 'メッセージを入力' }).waitFor();
});
