// What a fresh visitor's browser fetches up to the end of the first reply: the sizes that `npm run check` holds are of these files.
import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { missingBrowser, type Page } from '../tools/browser.ts';
import { ensureBuilt } from '../tools/build.ts';
import { measureWidget, type When } from '../tools/chunks.ts';
import { root } from '../tools/root.ts';
import { until, untilSettled } from './look.ts';
import { closeBrowser, FRONT, openSite } from './site.ts';
import { chat, openChat, say } from './steps.ts';

const options = { skip: missingBrowser('chromium') };
after(closeBrowser);

ensureBuilt();
const { files } = measureWidget(join(root, 'dist'));
const filesOf = (...whens: When[]): string[] =>
  files.flatMap(({ name, when }) => (whens.includes(when) ? [basename(name)] : [])).sort();

/** The widget's scripts in the order of their requests, and after how many of them the first reply had ended. */
async function watch(page: Page): Promise<() => Promise<{ before: string[]; after: string[] }>> {
  await page.addInitScript(() => {
    addEventListener('letta-chat-message', () => performance.mark('replied'), { once: true });
  });
  return async () => {
    const { fetched, replied } = await page.evaluate(() => ({
      fetched: performance.getEntriesByType('resource').map(({ name, startTime }) => ({ name, startTime })),
      replied: performance.getEntriesByName('replied')[0]?.startTime ?? Number.POSITIVE_INFINITY,
    }));
    const own = fetched
      .map(({ name, startTime }) => ({ name: basename(new URL(name).pathname), startTime }))
      .filter(({ name }) => files.some((file) => basename(file.name) === name));
    const names = (wanted: boolean) =>
      // The loader fetches what it then imports: a name may come twice.
      [...new Set(own.flatMap(({ name, startTime }) => (startTime < replied === wanted ? [name] : [])))].sort();
    return { before: names(true), after: names(false) };
  };
}

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]) {
  test(
    `up to the end of the first reply the measured files are fetched and no others, ${viewport.width} px wide`,
    options,
    async (t) => {
      const site = await openSite(t);
      const page = await (await site.visitor({ viewport })).newPage();
      const fetched = await watch(page);
      await page.goto(`${site.demo.url}${FRONT}`);
      await chat(page).waitFor({ state: 'attached' });
      assert.deepEqual((await fetched()).before, filesOf('at once'));
      await openChat(page);
      const expected = filesOf('at once', 'first reply', 'Markdown');
      await until(fetched, (seen) => seen.before.length >= expected.length, 'all that the first reply needs');
      await say(page, 'words 20');
      await untilSettled(page);
      const isThere = ({ after: late }: { after: string[] }) =>
        ['later-', 'whole-'].every((name) => late.some((file) => file.startsWith(name)));
      await until(fetched, isThere, 'what comes after the first reply');
      assert.deepEqual((await fetched()).before, expected);
    },
  );
}
