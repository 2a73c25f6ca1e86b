/** The script tag on a page of another origin, in each of the ways in which pages write it. The proxy is `manners.test.ts`'s. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { after, before, test } from 'node:test';
import { type Browser, launchChromium, missingBrowser, type Page } from '../tools/browser.ts';
import { ensureBuilt } from '../tools/build.ts';
import { root } from '../tools/root.ts';
import { button, chat, composer } from './steps.ts';

const options = { skip: missingBrowser('chromium') };
const servers: Server[] = [];
let browser: Browser;
let files = '';

/** Serves what `answer` gives for a path, on a port of its own: another origin. */
async function serve(type: string, answer: (path: string) => Promise<string> | string): Promise<string> {
  const server = createServer(async (request, response) => {
    const text = await Promise.resolve(answer(request.url ?? '/')).catch(() => null);
    response.writeHead(text === null ? 404 : 200, { 'content-type': type, 'access-control-allow-origin': '*' });
    response.end(text);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const fromDist = (path: string): Promise<string> =>
  readFile(join(root, 'dist', normalize(path.replace(/\?.*/, ''))), 'utf8');

async function open(document: string): Promise<Page> {
  const site = await serve('text/html', () => `<!doctype html>${document}`);
  const page = await browser.newPage();
  await page.goto(site);
  return page;
}

before(async () => {
  if (options.skip) return;
  ensureBuilt();
  browser = await launchChromium();
  files = await serve('text/javascript', fromDist);
});
after(async () => {
  await browser?.close();
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

const ways: readonly (readonly [string, (source: string) => string])[] = [
  ['async in the head', (source) => `<head><script async ${source}></script></head><body><p>Page</p></body>`],
  ['plain in the head, before there is a body', (source) => `<head><script ${source}></script></head><body></body>`],
  ['as a module', (source) => `<body><script type="module" ${source}></script></body>`],
  ['at the end of the body', (source) => `<body><p>Page</p><script ${source}></script></body>`],
];

for (const [way, write] of ways) {
  test(`the tag works from another origin, ${way}`, options, async () => {
    const page = await open(write(`src="${files}/letta-chat.js" data-heading="Cross" data-theme="dark"`));
    await button(page, 'Open chat').click();
    await composer(page).waitFor();
    assert.equal(await chat(page).getAttribute('heading'), 'Cross');
    assert.equal(await chat(page).getAttribute('theme'), 'dark');
    assert.equal(await chat(page).getAttribute('mount'), null);
    await page.close();
  });
}

test('it adds no element where the page has one or the tag says so', options, async () => {
  const source = `src="${files}/letta-chat.js"`;
  const own = await open(`<body><letta-chat heading="Own"></letta-chat><script ${source}></script></body>`);
  await button(own, 'Open chat').click();
  await composer(own).waitFor();
  assert.equal(await chat(own).count(), 1);
  const none = await open(`<body><script ${source} data-mount="none"></script></body>`);
  await none.waitForFunction(() => customElements.get('letta-chat-launcher'));
  assert.equal(await chat(none).count(), 0);
  await none.evaluate(() => document.body.append(Object.assign(document.createElement('letta-chat'), { open: true })));
  await composer(none).waitFor();
});

test('without the rest of it the launcher says so, and the next press tries again', options, async () => {
  const page = await browser.newPage();
  await page.route('**/chunks/*', (route) => route.abort());
  const site = await serve(
    'text/html',
    () => `<!doctype html><body><script src="${files}/letta-chat.js"></script></body>`,
  );
  await page.goto(site);
  await button(page, 'Open chat').click();
  await chat(page).getByText('could not be loaded').waitFor();
  await page.unroute('**/chunks/*');
  await button(page, 'Open chat').click();
  await composer(page).waitFor();
});
