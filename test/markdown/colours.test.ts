// Colours for code, on what is built and under the strict policy: they come when a fence is finished, by a chunk of their own,
// and change nothing but its looks.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Browser, launchChromium, missingBrowser, type Page } from '../tools/browser.ts';
import { ensureBuilt } from '../tools/build.ts';
import { type BuiltPage, serveBuilt } from './built-page.ts';

interface Shown {
  readonly seen: readonly { readonly keywords: number; readonly strings: number; readonly code: string | null }[];
  readonly styled: number;
}

describe('colours for code', { skip: missingBrowser('chromium') || (!ensureBuilt() && 'not built') }, () => {
  let built: BuiltPage;
  let browser: Browser;
  let page: Page;
  const requests: string[] = [];

  before(async () => {
    built = await serveBuilt('colours-page.js');
    browser = await launchChromium();
    page = await browser.newPage();
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(built.origin);
    await page.waitForFunction('window.ready');
  });

  after(async () => {
    await browser?.close();
    built?.close();
  });

  const show = (texts: readonly string[], options: object = {}) =>
    page.evaluate(`show(${JSON.stringify(texts)}, ${JSON.stringify(options)})`) as Promise<Shown>;
  const fetched = () => requests.some((url) => /colours/.test(url));

  test('are not fetched for text, for code without a language, and where the site does not want them', async () => {
    await show(['Some `code` in text.']);
    await show(['```\nconst a = 1;\n```']);
    await show(['```ts\nconst a = 1;\n```'], { highlight: false });
    assert.equal(fetched(), false);
  });

  test('come when a fence is finished, and leave its text as it is', async () => {
    const code = 'export const a = "b"; // a comment\n<tag>\n';
    const { seen, styled } = await show([`\`\`\`ts\n${code}`, `\`\`\`ts\n${code}\`\`\``]);
    assert.deepEqual(seen[0], { keywords: 0, strings: 0, code });
    assert.deepEqual(seen[1], { keywords: 2, strings: 1, code });
    assert.equal(styled, 0);
    assert.equal(fetched(), true);
  });

  test('reach the end of long code, slice by slice', async () => {
    const code = Array.from({ length: 2000 }, (_, i) => `const value${i} = "${i}";\n`).join('');
    const { seen } = await show([`\`\`\`js\n${code}\`\`\``]);
    assert.deepEqual(seen[0], { keywords: 2000, strings: 2000, code });
  });

  test('stay away from languages that are not known', async () => {
    const { seen } = await show(['```klingon\nconst a = 1;\n```']);
    assert.equal(seen[0]?.keywords, 0);
  });

  test('violate no policy', async () => {
    assert.deepEqual(await page.evaluate('violations'), []);
  });
});
