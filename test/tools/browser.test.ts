import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchChromium, launchFirefox, missingBrowser } from './browser.ts';

const page = 'data:text/html,<title>hello</title>';

test('Chromium opens a page', { skip: missingBrowser('chromium') }, async (t) => {
  const browser = await launchChromium();
  t.after(() => browser.close());
  const tab = await browser.newPage();
  await tab.goto(page);
  assert.equal(await tab.title(), 'hello');
});

test('the Chromium of the packages opens a page', {
  skip: process.platform !== 'linux' || process.arch !== 'x64',
}, async (t) => {
  process.env['BUNDLED_CHROMIUM'] = '1';
  const browser = await launchChromium();
  t.after(() => browser.close());
  const tab = await browser.newPage();
  await tab.goto(page);
  assert.equal(await tab.title(), 'hello');
});

test('Firefox opens a page', { skip: missingBrowser('firefox') }, async (t) => {
  const browser = await launchFirefox();
  t.after(() => browser.close());
  const tab = await browser.newPage();
  await tab.goto(page);
  assert.equal(await tab.title(), 'hello');
});
