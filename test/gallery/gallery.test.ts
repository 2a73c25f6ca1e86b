/**
 * Every state of the gallery looks as it was approved and has nothing in it that axe-core objects to. Each is loaded once and
 * looked at in light and in dark; then those of the other variants.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { states } from '../../demo/gallery/states.ts';
import { missingBrowser } from '../tools/browser.ts';
import { violations } from './audit.ts';
import { compare } from './compare.ts';
import { fileOf, match, takeStill } from './pictures.ts';
import { openStage, type Stage } from './stage.ts';
import { type Variant, variants } from './variants.ts';

const options = { skip: missingBrowser('chromium') };
let stage: Stage;
before(async () => {
  if (!options.skip) stage = await openStage();
});
after(() => stage?.close());

const [light, dark, ...others] = variants as readonly [Variant, Variant, ...Variant[]];

/** Other systems draw letters in their own way; there the states are audited only. */
const comparable = process.platform === 'linux';
const pictured = { skip: options.skip || (comparable ? false : 'the approved pictures are Linux’s') };

async function looksAsApproved(page: Page, variant: Variant, state: string): Promise<void> {
  if (!comparable) return;
  const { same, says } = await match(page, variant.name, state);
  assert.ok(same, `${says}. If it is meant so: node test/gallery/approve.ts ${variant.name}-${state}`);
}

for (const { name, title } of states) {
  test(`“${title}” looks as approved and has no violation, in light and in dark`, options, async () => {
    const page = await stage.show(light, name);
    await looksAsApproved(page, light, name);
    assert.deepEqual(await violations(page), [], 'in light');
    await stage.show(dark, name);
    if (dark.states.includes(name)) await looksAsApproved(page, dark, name);
    assert.deepEqual(await violations(page, ['color-contrast', 'link-in-text-block']), [], 'in dark');
  });
}

for (const variant of others) {
  for (const name of variant.states) {
    test(`“${name}” looks as approved: ${variant.name}`, pictured, async () => {
      await looksAsApproved(await stage.show(variant, name), variant, name);
    });
  }
}

test('a colour that is a little other, and a line that has moved by two pixels, are seen', pictured, async () => {
  const page = await stage.show(light, 'answered');
  const compared = async (change: Readonly<Record<string, string>>) => {
    await page.locator('letta-chat').evaluate((chat: HTMLElement, properties) => {
      chat.removeAttribute('style');
      for (const [name, value] of Object.entries(properties)) chat.style.setProperty(name, value);
    }, change);
    const file = await readFile(fileOf('light', 'answered'));
    return compare(file, await takeStill(page)).same;
  };
  assert.equal(await compared({}), true);
  assert.equal(await compared({ '--letta-chat-accent': '#2f48c8' }), false);
  assert.equal(await compared({ '--letta-chat-ink-soft': '#6e7583' }), false);
  assert.equal(await compared({ 'padding-block-start': '2px' }), false);
});

test('a button without a name is told', options, async () => {
  const page = await stage.show(light, 'answered');
  await page.locator('letta-chat [part~="copy"]').evaluate((button) => {
    for (const name of ['aria-label', 'title']) button.removeAttribute(name);
  });
  const [told = ''] = await violations(page);
  assert.match(told, /^button-name: /);
});
