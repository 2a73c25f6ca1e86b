// The attack corpus through the built Markdown chunk, in Chromium, under the strict policy that the widget promises to work
// with and Trusted Types enforced: nothing runs, nothing is asked for, nothing is left behind to click, no violation is reported.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Browser, launchChromium, missingBrowser, type Page } from '../tools/browser.ts';
import { ensureBuilt } from '../tools/build.ts';
import { root } from '../tools/root.ts';
import { attacks } from './attacks.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; " +
  "require-trusted-types-for 'script'; trusted-types lit-html";

/** What the page finds wrong with one attack. */
interface Finding {
  readonly attack: string;
  readonly how: string;
  readonly found: string;
}

describe('an attack by a reply', { skip: missingBrowser('chromium') || (!ensureBuilt() && 'not built') }, () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  const requests: string[] = [];

  before(async () => {
    server = serve();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    browser = await launchChromium();
    page = await browser.newPage();
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    page.on('request', (request) => requests.push(request.url()));
    page.on('dialog', (dialog) => void dialog.dismiss());
    await page.goto(origin);
    await page.waitForFunction('window.ready');
    requests.length = 0;
  });

  after(async () => {
    await browser?.close();
    server?.close();
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
      requests.filter((url) => !/\/(?:chunks\/(?:highlight|maths)[^/]*\.js)$/.test(url)),
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
});

/** Serves the page, its script, and the built chunks. */
function serve(): Server {
  const chunks = join(root, 'dist', 'chunks');
  const chunk = readdirSync(chunks).find((name) => name.startsWith('markdown-'))!;
  const script = readFileSync(join(root, 'test', 'markdown', 'attacks-page.js'), 'utf8')
    .replace('__CHUNK__', `/chunks/${chunk}`)
    .replace('__ATTACKS__', () => JSON.stringify(attacks));
  return createServer(({ url = '/' }, response) => {
    const isChunk = /^\/chunks\/[\w-]+\.js$/.test(url);
    const isPage = url === '/';
    if (!isPage && !isChunk && url !== '/page.js') return void response.writeHead(404).end();
    response.setHeader('content-type', isPage ? 'text/html' : 'text/javascript');
    response.setHeader('content-security-policy', POLICY);
    if (isPage) response.end('<!doctype html><title>Attacks</title><script type="module" src="/page.js"></script>');
    else response.end(isChunk ? readFileSync(join(root, 'dist', url)) : script);
  });
}
