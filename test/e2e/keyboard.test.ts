/** The whole way by keyboard alone: to the launcher, a message, the reply's actions, and back to where one was. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { words } from '../../demo/simulator/brain-scripted.ts';
import { missingBrowser, type Page } from '../tools/browser.ts';
import { until, untilTranscript } from './look.ts';
import { closeBrowser, FRONT, openSite } from './site.ts';
import { composer } from './steps.ts';

after(closeBrowser);

/** The accessible name of what has the focus, looked for inside shadow trees. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.getAttribute('aria-label') ?? active?.textContent ?? '';
  });

/** Presses the key until the focus is on what has this name. */
async function go(page: Page, key: string, name: string): Promise<void> {
  const passed: string[] = [];
  while ((await focused(page)) !== name) {
    passed.push(await focused(page));
    assert.ok(passed.length < 60, `"${name}" is not reached by ${key}; passed: ${passed.join(', ')}`);
    await page.keyboard.press(key);
  }
}

test('everything is reached and done by keyboard', { skip: missingBrowser('chromium') }, async (t) => {
  const site = await openSite(t);
  const page = await (await site.visitor()).newPage();
  await page.goto(`${site.demo.url}${FRONT}`);
  await go(page, 'Tab', 'Open chat');
  await page.keyboard.press('Enter');
  await composer(page).and(page.locator(':focus')).waitFor();
  await page.keyboard.type('words 5');
  await page.keyboard.press('Enter');
  const { lines } = await untilTranscript(page, [
    ['user', 'words 5'],
    ['assistant', words(5)],
  ]);
  assert.equal(lines.length, 2);
  await go(page, 'Shift+Tab', 'Copy');
  await go(page, 'Shift+Tab', 'Close chat');
  await go(page, 'Shift+Tab', 'New conversation');
  await page.keyboard.press('Escape');
  await until(
    () => focused(page),
    (name) => name === 'Open chat',
    'the focus to be on the launcher again',
  );
});
