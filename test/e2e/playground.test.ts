/** The playground and the gallery, in the hands of somebody who builds a website. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { FrameLocator, Page } from 'playwright-core';
import { states } from '../../demo/gallery/states.ts';
import { missingBrowser } from '../tools/browser.ts';
import { until } from './look.ts';
import { closeBrowser, openSite } from './site.ts';

after(closeBrowser);
const options = { skip: missingBrowser('chromium') };

const stage = (page: Page): FrameLocator => page.frameLocator('#frame');
const choose = (page: Page, group: string, value: string) =>
  page.getByRole('group', { name: group, exact: true }).getByRole('radio', { name: value, exact: true }).check();
const tag = async (page: Page) => (await page.locator('#tag').textContent()) ?? '';

test('what is set on the playground is seen at once, and the tag says the same', options, async (t) => {
  const site = await openSite(t);
  const page = await (await site.visitor()).newPage();
  await page.goto(`${site.demo.url}/playground`);
  const chat = stage(page).locator('letta-chat');
  await chat.getByRole('textbox').waitFor();
  await choose(page, 'theme', 'dark');
  await page.getByLabel('heading').fill('Ask us');
  await page.locator('#radius').fill('4');
  await page.getByLabel('suggestions').fill('One thing');
  await chat.getByText('Ask us').first().waitFor();
  await chat.getByRole('button', { name: 'One thing' }).waitFor();
  assert.equal(await chat.getAttribute('theme'), 'dark');
  assert.equal(await chat.evaluate((host: HTMLElement) => host.style.getPropertyValue('--letta-chat-radius')), '4px');
  const written = await tag(page);
  for (const part of ['theme="dark"', 'heading="Ask us"', '--letta-chat-radius: 4px', '"One thing"']) {
    assert.ok(written.includes(part), `${part} in ${written}`);
  }
  await choose(page, 'style sheet', 'meadow');
  await until(
    () => tag(page),
    (text) => text.includes('/themes/meadow.css'),
    'the theme in the tag',
  );
  await stage(page).locator('link[href="/themes/meadow.css"]').waitFor({ state: 'attached' });
});

test('a state is put on the playground by its name, in the language that is chosen', options, async (t) => {
  const site = await openSite(t);
  const page = await (await site.visitor()).newPage();
  await page.goto(`${site.demo.url}/playground`);
  await page.getByLabel('state').selectOption('failed');
  await stage(page).locator('letta-chat [part~="error"]').waitFor();
  await page.locator('#lang').selectOption('ar');
  await stage(page).locator('html[lang="ar"][dir="rtl"][data-ready="failed"]').waitFor();
  await stage(page).locator('letta-chat [part~="error"]').waitFor();
});

test('the gallery has a frame for each state, and each can be opened alone', options, async (t) => {
  const site = await openSite(t);
  const page = await (await site.visitor()).newPage();
  await page.goto(`${site.demo.url}/gallery?theme=dark`);
  await page.locator('figure').first().waitFor();
  assert.equal(await page.locator('figure iframe').count(), states.length);
  await page.locator('figure a').first().click();
  await page.locator(`html[data-ready="${states[0]?.name}"]`).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.style.colorScheme), 'dark');
});

test('every state has a name of its own, a title and a sentence', () => {
  assert.equal(new Set(states.map(({ name }) => name)).size, states.length);
  for (const { name, title, says } of states) {
    assert.match(name, /^[a-z-]+$/);
    assert.ok(title.length > 2 && says.endsWith('.'), name);
  }
});
