/** Saving a conversation as a file on a page with a strict policy and Trusted Types: no address that it does not allow. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { words } from '../../demo/simulator/brain-scripted.ts';
import { missingBrowser } from '../tools/browser.ts';
import { type Person, pressButton } from './conversations-story.ts';
import { untilTranscript } from './look.ts';
import { closeBrowser, openSite } from './site.ts';
import { chat, openChat, say } from './steps.ts';

const skip = missingBrowser('chromium');
after(closeBrowser);

test('a strict page lets its visitor save a conversation as Markdown and as JSON', { skip }, async (t) => {
  const site = await openSite(t);
  const page = await (await site.visitor({ acceptDownloads: true })).newPage();
  const violations: string[] = [];
  await page.exposeFunction('note', (text: string) => void violations.push(text));
  await page.addInitScript(() => {
    const { note } = globalThis as unknown as { note: (text: string) => void };
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      note(`${violatedDirective} ${blockedURI}`),
    );
  });
  await page.goto(`${site.demo.url}/strict`);
  await openChat(page);
  await say(page, 'words 4');
  await untilTranscript(page, [
    ['user', 'words 4'],
    ['assistant', words(4)],
  ]);
  await pressButton(page as unknown as Person, 'Conversations');
  await chat(page).locator('[part=info]').first().click();
  const saved = async (name: string) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      chat(page).getByRole('button', { name, exact: true }).click(),
    ]);
    return [download.suggestedFilename(), await readFile(await download.path(), 'utf8')] as const;
  };
  const [markdownName, markdown] = await saved('Save as Markdown');
  assert.equal(markdownName, 'words 4.md');
  assert.ok(markdown.startsWith('# words 4\n') && markdown.includes(words(4)), markdown);
  const [jsonName, json] = await saved('Save as JSON');
  assert.equal(jsonName, 'words 4.json');
  assert.deepEqual(
    (JSON.parse(json) as { messages: { text: string }[] }).messages.map(({ text }) => text),
    ['words 4', words(4)],
  );
  assert.deepEqual(violations, []);
});
