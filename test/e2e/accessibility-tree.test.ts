/**
 * What a screen reader gets of a conversation, state by state, held to `accessibility-tree.txt`. Playwright draws the tree; it does
 * not know `aria-level`, by which the headings of replies stand deeper. When the tree is meant to be another,
 * `UPDATE_TREE=1 npm test -- e2e/accessibility-tree` writes it anew: read the difference as one who cannot see the page.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { missingBrowser, type Page } from '../tools/browser.ts';
import { until, untilSettled, untilStatus, untilStreaming } from './look.ts';
import { closeBrowser, FRONT, openSite, type Site } from './site.ts';
import { button, chat, openChat, say } from './steps.ts';

const file = new URL('accessibility-tree.txt', import.meta.url);
const isUpdate = process.env['UPDATE_TREE'] === '1';
const seen = new Map<string, string>();
after(async () => {
  await closeBrowser();
  if (isUpdate) writeFileSync(file, [...seen].map(([name, tree]) => `# ${name}\n${tree}\n`).join('\n'));
});

/** The states in the order of the file: what leads to each, from the page with the chat closed. */
const states: Readonly<Record<string, (page: Page, site: Site) => Promise<unknown>>> = {
  closed: (page) => chat(page).waitFor({ state: 'attached' }),
  'open, with its greeting': async (page) => {
    await enter(page);
    await page.evaluate(() => {
      const host = document.querySelector('letta-chat') as HTMLElement & { suggestions: readonly string[] };
      host.suggestions = ['When are you open?', 'What does a service cost?'];
    });
    await button(page, 'When are you open?').waitFor();
  },
  'in the middle of a reply': async (page) => {
    await enter(page);
    await say(page, 'slow 600000 words 5');
    await untilStreaming(page, 1);
  },
  'a reply with code, a table and lists': async (page) => {
    await enter(page);
    await say(page, 'markdown 200');
    await replied(page);
  },
  'a reply that broke off': async (page, site) => {
    await enter(page);
    await say(page, 'words 2');
    await replied(page);
    site.demo.simulator!.control.failNext('model');
    await say(page, 'What does a full service cost?');
    await untilStatus(page, 'failed');
    await button(page, 'Try again').waitFor();
  },
  'the list of conversations': async (page) => {
    await enter(page);
    await say(page, 'words 2');
    await replied(page);
    await button(page, 'New conversation').click();
    await say(page, 'words 3');
    await replied(page);
    await button(page, 'Conversations').click();
    await chat(page).locator('.conversation').nth(1).waitFor();
    await page.mouse.move(0, 0); // under the pointer a line shows other things
    await chat(page).locator('.list-note').waitFor({ state: 'detached' });
  },
};

/** Opens the chat and waits for the agent's name, by which it is announced. */
async function enter(page: Page): Promise<void> {
  await openChat(page);
  await chat(page).getByRole('heading', { name: 'Workshop desk' }).waitFor();
}

/** Until the reply, and what comes after the first one, is there. */
async function replied(page: Page): Promise<void> {
  await untilSettled(page);
  await button(page, 'Copy').first().waitFor({ state: 'attached' });
  await button(page, 'Conversations').waitFor();
  await chat(page).getByRole('separator').nth(1).waitFor({ state: 'attached' });
}

/** What differs from run to run is masked: times, and the sizes at which the panel stands. */
const masked = (tree: string): string =>
  tree
    .replaceAll(/\b\d{1,2}:\d\d(?:\s?[AP]M)?/gu, 'TIME')
    .replaceAll(/Reference [\w-]+/g, 'Reference ID')
    .replaceAll(/(separator "[^"]*"): .*/g, '$1');

const kept = (name: string): string =>
  readFileSync(file, 'utf8')
    .split(/^# /m)
    .find((part) => part.startsWith(`${name}\n`))
    ?.slice(name.length + 1)
    .trim() ?? '';

for (const [name, reach] of Object.entries(states))
  test(`the accessibility tree: ${name}`, { skip: missingBrowser('chromium') }, async (t) => {
    const site = await openSite(t);
    const page = await (await site.visitor({ locale: 'en-GB' })).newPage();
    await page.goto(`${site.demo.url}${FRONT}`);
    await reach(page, site);
    const read = async () => masked(await chat(page).ariaSnapshot()).trim();
    if (isUpdate) seen.set(name, await until(read, (tree) => tree !== '', 'a tree'));
    else {
      const wanted = kept(name);
      const tree = await until(read, (now) => now === wanted, 'the tree').catch(read);
      assert.equal(tree, wanted);
    }
  });
