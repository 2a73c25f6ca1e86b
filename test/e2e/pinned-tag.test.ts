/** The pinned tag that `npm run build` prints, on a page of another origin: the browser checks the script, and it outlives the next build. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createSimulator, type Simulator } from '../../demo/simulator/index.ts';
import { type RunningProxy, startNode } from '../../proxy/node.ts';
import { addAgents } from '../proxy/rig.ts';
import { type Browser, launchChromium, missingBrowser, type Page } from '../tools/browser.ts';
import { ensureBuilt } from '../tools/build.ts';
import { type Manifest, pinnedOf, release } from '../tools/release.ts';
import { root } from '../tools/root.ts';
import { chat, openChat, say } from './steps.ts';

const options = { skip: missingBrowser('chromium') };
let browser: Browser;
let simulator: Simulator;
let proxy: RunningProxy;
let site: Server;
let address = '';
let html = '';
let dist = '';
let pinned = { name: '', integrity: '' };

before(async () => {
  if (options.skip) return;
  ensureBuilt();
  dist = mkdtempSync(join(tmpdir(), 'letta-chat-pinned-'));
  // The builds before are told by their times.
  const filter = (path: string) => !/dist.npm/.test(path);
  cpSync(join(root, 'dist'), dist, { recursive: true, preserveTimestamps: true, filter });
  pinned = pinnedOf(JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8')) as Manifest)!;
  site = createServer((_, answer) => {
    const policy = `default-src 'none'; script-src ${proxy.url}; connect-src ${proxy.url}; require-trusted-types-for 'script'`;
    answer.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end(html);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  simulator = createSimulator();
  const settings = {
    LETTA_BASE_URL: 'http://letta.test',
    PORT: '0',
    STORE_PATH: ':memory:',
    ...addAgents(simulator).settings,
  };
  proxy = await startNode(
    { ...settings, ALLOWED_ORIGINS: address },
    { fetch: (input, init) => simulator.fetch(new Request(input, init)), log: () => undefined, dist },
  );
  browser = await launchChromium();
});
after(async () => {
  if (options.skip) return;
  await browser.close();
  await proxy.close();
  simulator.close();
  site.close();
  site.closeAllConnections();
  rmSync(dist, { recursive: true });
});

const tag = (more = 'async', integrity = pinned.integrity) =>
  `<script ${more} src="${proxy.url}/${pinned.name}" integrity="${integrity}" crossorigin="anonymous"></script>`;

async function open(script: string): Promise<Page> {
  html = `<!doctype html><title>A page</title><body>${script}</body>`;
  const page = await browser.newPage();
  await page.goto(address);
  return page;
}

async function converse(page: Page, words: string): Promise<void> {
  await openChat(page);
  await say(page, words);
  await chat(page).getByText(`You said: ${words}`).first().waitFor();
}

for (const kind of ['async', 'type="module"']) {
  test(`the pinned tag (${kind}) chats under integrity and a strict policy`, options, async () => {
    const page = await open(tag(kind));
    await converse(page, 'good morning');
    await page.close();
  });
}

test('it is served for ever, and for any page', options, async () => {
  const { headers } = await fetch(`${proxy.url}/${pinned.name}`);
  assert.equal(headers.get('cache-control'), 'public, max-age=31536000, immutable');
  assert.equal(headers.get('access-control-allow-origin'), '*');
});

test('a script that is not the pinned one is not run', options, async () => {
  const page = await open('');
  const refused = page.waitForEvent('console', (message) => /integrity/i.test(message.text()));
  html = `<!doctype html><body>${tag('async', `sha384-${'A'.repeat(64)}`)}</body>`;
  await page.reload();
  await refused;
  assert.equal(await chat(page).count(), 0);
  await page.close();
});

test('it goes on working after the next build, with the chunks of its own', options, async () => {
  writeFileSync(join(dist, 'letta-chat.js'), 'console.log("the next version")');
  await release(dist, new Set(['letta-chat.js']));
  const page = await open(tag());
  await converse(page, 'still here');
  await page.close();
});
