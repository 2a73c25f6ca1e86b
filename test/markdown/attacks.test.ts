// The attack corpus through the built Markdown chunk, in Chromium, under the strict policy that the widget promises to work
// with and Trusted Types enforced: nothing runs, nothing is asked for, nothing is left behind to click, no violation is reported.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Browser, launchChromium, missingBrowser, type Page } from '../tools/browser.ts';
import { ensureBuilt } from '../tools/build.ts';
import { attacks } from './attacks.ts';
import { type BuiltPage, serveBuilt } from './built-page.ts';

/** What the page finds wrong with one attack. */
interface Finding {
  readonly attack: string;
  readonly how: string;
  readonly found: string;
}

describe('an attack by a reply', { skip: missingBrowser('chromium') || (!ensureBuilt() && 'not built') }, () => {
  let built: BuiltPage;
  let browser: Browser;
  let page: Page;
  const requests: string[] = [];

  before(async () => {
    built = await serveBuilt('attacks-page.js', { __ATTACKS__: JSON.stringify(attacks) });
    browser = await launchChromium();
    page = await browser.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('dialog', (dialog) => void dialog.dismiss());
    await page.goto(built.origin);
    await page.waitForFunction('window.ready');
    requests.length = 0;
  });

  after(async () => {
    await browser?.close();
    built?.close();
  });

  test('the corpus is large', () => {
    assert.ok(new Set(attacks).size >= 300, `${new Set(attacks).size} attacks`);
  });

  test('leaves nothing that runs, loads or leads astray, rendered at once or streamed', {
    timeout: 120_000,
  }, async () => {
    const findings = (await page.evaluate('tryAll()')) as Finding[];
    assert.deepEqual(findings, []);
  });

  test('has run nothing, asked for nothing and violated nothing', async () => {
    const { hacked, violations } = (await page.evaluate('({ hacked: window.hackedCount, violations })')) as {
      hacked: number;
      violations: string[];
    };
    assert.equal(hacked, 0);
    assert.deepEqual(violations, []);
    assert.deepEqual(
      requests.filter((url) => !/^http:\/\/127\.0\.0\.1:\d+\/chunks\/[\w-]+\.js$/.test(url)),
      [],
    );
  });

  test('is noticed when it does succeed: the test can fail', async () => {
    const found = await page.evaluate(`(() => {
      const box = document.createElement('div');
      const link = box.appendChild(document.createElement('a'));
      link.setAttribute('href', 'javascript:hacked()');
      box.append(document.createElement('iframe'));
      return inspect(box);
    })()`);
    assert.equal((found as string[]).length, 3);
  });

  test('is noticed when it speaks: what is told to screen readers stands only where the renderer puts it', async () => {
    const found = await page.evaluate(`(() => {
      const box = document.createElement('div');
      const add = (name, attributes, parent = box) => {
        const element = parent.appendChild(document.createElement(name));
        for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
        return element;
      };
      add('h2', { 'aria-level': '10' });
      add('p', { 'aria-level': '2', role: 'group' });
      const code = add('div', { class: 'code' });
      add('span', { class: 'language' }, code).textContent = 'js';
      add('pre', { role: 'alert', 'aria-label': 'js' }, code);
      add('pre', { role: 'group', 'aria-label': 'Press here' }, code);
      add('p', { id: 'letta-chat-task-1' });
      const task = add('li', { id: 'theirs' });
      add('input', { type: 'checkbox', 'aria-labelledby': 'another' }, task);
      return inspect(box);
    })()`);
    assert.deepEqual(found, [
      'aria-level="10"',
      'aria-level="2"',
      'role="group"',
      'role="alert"',
      'aria-label="js"',
      'aria-label="Press here"',
      'id="letta-chat-task-1"',
      'id="theirs"',
      'aria-labelledby="another"',
    ]);
  });
});
