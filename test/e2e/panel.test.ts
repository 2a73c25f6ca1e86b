/** The demo's panel, in the hands of somebody who tries the widget out. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { words } from '../../demo/simulator/brain-scripted.ts';
import { missingBrowser, type Page } from '../tools/browser.ts';
import { until, untilStatus, untilStreaming, untilTranscript } from './look.ts';
import { closeBrowser, openSite } from './site.ts';
import { button, chat, composer, say } from './steps.ts';

after(closeBrowser);
const options = { skip: missingBrowser('chromium') };

const panel = (page: Page) => page.locator('demo-panel');
const drawer = (page: Page) => panel(page).getByRole('complementary', { name: 'Demo panel' });
/** A switch of the panel, by what it is called and what it says. */
const choose = (page: Page, group: string, value: string) =>
  panel(page).getByRole('group', { name: group, exact: true }).getByRole('radio', { name: value, exact: true }).check();
const attribute = (page: Page, name: string) => chat(page).getAttribute(name);

test('attributes are played with live, and the tag says the same', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open('/');
  await choose(page, 'theme', 'dark');
  await choose(page, 'position', 'start');
  await panel(page).getByLabel('heading').fill('Ask "Fernhill"');
  assert.deepEqual(
    [await attribute(page, 'theme'), await attribute(page, 'position'), await attribute(page, 'heading')],
    ['dark', 'start', 'Ask "Fernhill"'],
  );
  await chat(page).getByText('Ask "Fernhill"').first().waitFor();
  const tag = await panel(page).locator('#tag').textContent();
  assert.match(tag ?? '', /^<script src="http:\/\/localhost:\d+\/letta-chat\.js" async\n {2}data-theme="dark"/);
  assert.match(tag ?? '', /data-heading="Ask &quot;Fernhill&quot;"/);
  await choose(page, 'mode', 'inline');
  assert.match((await panel(page).locator('#tag').textContent()) ?? '', /<letta-chat mode="inline"/);
});

test('going offline and back, killing and starting the proxy: what is under way comes through', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open('/');
  await say(page, 'slow 30 words 150');
  await untilStreaming(page, 5);
  await choose(page, 'Network', 'Offline');
  await untilStatus(page, 'reconnecting');
  await until(
    () => panel(page).locator('#status').textContent(),
    (text) => text === 'reconnecting',
    'the panel to show it',
  );
  await choose(page, 'Network', 'Online');
  await untilStreaming(page, 30);
  await choose(page, 'Proxy', 'Proxy killed');
  await untilStatus(page, 'reconnecting');
  await choose(page, 'Proxy', 'Proxy runs');
  await untilTranscript(page, [
    ['user', 'slow 30 words 150'],
    ['assistant', words(150)],
  ]);
});

test('a failure on demand happens to the next reply only', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open('/');
  await panel(page).getByRole('button', { name: 'Fail next reply' }).click();
  await panel(page).getByText('The next reply will fail.').waitFor();
  await say(page, 'hello there');
  await button(page, 'Try again').click();
  await untilTranscript(page, [
    ['user', 'hello there'],
    ['assistant', 'You said: hello there'],
  ]);
});

test('it folds by its button and by the keyboard, stays so after a reload, and can be left out', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open('/');
  const isFolded = async () => !(await drawer(page).isVisible());
  assert.equal(await isFolded(), false);
  await panel(page).getByRole('button', { name: 'Demo panel' }).click();
  assert.equal(await isFolded(), true);
  await page.reload();
  await composerOrLauncher(page);
  assert.equal(await isFolded(), true);
  await page.keyboard.press('Alt+KeyP');
  assert.equal(await isFolded(), false);
  await page.goto(`${site.demo.url}/?panel=0`);
  assert.equal(await panel(page).count(), 0);
});

const composerOrLauncher = (page: Page) => composer(page).or(button(page, 'Open chat')).first().waitFor();

test('on a phone it is a button until it is asked for', options, async (t) => {
  const site = await openSite(t);
  const visitor = await site.visitor({ viewport: { width: 390, height: 844 } });
  const page = await visitor.newPage();
  await page.goto(site.demo.url);
  await button(page, 'Open chat').waitFor();
  assert.equal(await drawer(page).isVisible(), false);
  await panel(page).getByRole('button', { name: 'Demo panel' }).click();
  assert.equal(await drawer(page).isVisible(), true);
});
