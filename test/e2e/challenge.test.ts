/**
 * Turnstile in a real browser, under a policy as the README gives it. Cloudflare's two parts are played: the script by the browser's
 * network, its siteverify by the proxy's fetch.
 */
import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import { createSimulator } from '../../demo/simulator/index.ts';
import { startNode } from '../../proxy/node.ts';
import { createSiteverify, TURNSTILE } from '../proxy/challenge-suite.ts';
import { UNLIMITED } from '../proxy/rig.ts';
import { type Browser, launchChromium, missingBrowser } from '../tools/browser.ts';
import { ensureBuilt } from '../tools/build.ts';
import { untilTranscript } from './look.ts';
import { button, chat, composer, openChat, say } from './steps.ts';

const options = { skip: missingBrowser('chromium') };
let browser: Promise<Browser> | undefined;
after(async () => (await browser)?.close());

const CLOUDFLARE = 'https://challenges.cloudflare.com';
const POLICY = [
  "default-src 'none'; connect-src 'self'; img-src 'self'",
  `script-src 'self' ${CLOUDFLARE}; frame-src ${CLOUDFLARE}`,
  "require-trusted-types-for 'script'; trusted-types lit-html letta-chat-turnstile",
].join('; ');

/** As Cloudflare's, a visitor who has to press a button included. */
const SCRIPT = `
  window.turnstile = {
    render(box, { sitekey, callback, ...other }) {
      const button = document.createElement('button');
      button.textContent = 'I am a person';
      button.onclick = () => window.failNext ? (window.failNext = false, other['error-callback']('300010')) : callback('good-' + sitekey + crypto.randomUUID());
      box.append(button);
      return 'widget-1';
    },
    remove() {},
  };`;

async function open(t: TestContext, settings: Record<string, string>, policy = POLICY) {
  ensureBuilt();
  const siteverify = createSiteverify();
  const simulator = createSimulator({ redis: true });
  const agent = simulator.addAgent({ name: 'desk', model: 'letta-chat/scripted' });
  const proxy = await startNode(
    {
      ...UNLIMITED,
      ...settings,
      PORT: '0',
      STORE_PATH: ':memory:',
      MEMORY_WARNING: 'off',
      LETTA_BASE_URL: 'http://letta.test',
      LETTA_AGENT_ID: agent.id,
      VISITOR_SECRET: 'a secret of at least thirty-two characters',
    },
    {
      log: () => undefined,
      fetch: async (input, init) => {
        const request = new Request(input, init);
        return request.url.startsWith(CLOUDFLARE) ? siteverify.answer(request) : simulator.fetch(request);
      },
    },
  );
  browser ??= launchChromium();
  const context = await (await browser).newContext();
  const asked: string[] = [];
  await context.route(`${proxy.url}/page`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: { 'content-security-policy': policy },
      body: '<!doctype html><title>A page</title><script src="/letta-chat.js" async></script>',
    }),
  );
  await context.route(`${CLOUDFLARE}/**`, (route) => {
    asked.push(route.request().url());
    return route.fulfill({ contentType: 'text/javascript', body: SCRIPT });
  });
  t.after(async () => {
    await context.close();
    await proxy.close();
    simulator.close();
  });
  const page = await context.newPage();
  await page.goto(`${proxy.url}/page`);
  return { page, asked, siteverify };
}

const said: [string, string][] = [
  ['user', 'hello'],
  ['assistant', 'You said hello'],
];

test('a new visitor passes the challenge once; the next page asks for none', options, async (t) => {
  const { page, asked, siteverify } = await open(t, TURNSTILE);
  assert.deepEqual(asked, [], 'nothing before the chat is opened');
  await openChat(page);
  await chat(page).getByRole('button', { name: 'I am a person' }).click();
  await say(page, 'hello');
  await untilTranscript(page, said);
  assert.equal(await chat(page).getByRole('button', { name: 'I am a person' }).count(), 0, 'its box is gone');
  assert.deepEqual([asked.length, siteverify.asked.length], [1, 1]);
  await page.reload();
  await openChat(page);
  await untilTranscript(page, said);
  assert.deepEqual([asked.length, siteverify.asked.length], [1, 1]);
});

test('who does not pass is told, and may try again: what was written goes out then', options, async (t) => {
  const { page } = await open(t, TURNSTILE);
  await page.evaluate(() => Object.assign(window, { failNext: true }));
  await openChat(page);
  await composer(page).fill('hello');
  await composer(page).press('Enter');
  await chat(page).getByRole('button', { name: 'I am a person' }).click();
  await chat(page).getByRole('button', { name: 'I am a person' }).click();
  await untilTranscript(page, said);
});

test('a page whose policy forbids Cloudflare’s script says so, and breaks nothing', options, async (t) => {
  const { page, asked } = await open(t, TURNSTILE, POLICY.replaceAll(CLOUDFLARE, ''));
  const errors: string[] = [];
  page.on('console', (message) => errors.push(message.text()));
  await openChat(page);
  await chat(page).getByText('You could not be checked.').first().waitFor();
  assert.deepEqual(asked, []);
});

test('without a challenge Cloudflare is not asked for anything', options, async (t) => {
  const { page, asked, siteverify } = await open(t, {}, POLICY.replaceAll(CLOUDFLARE, ''));
  await openChat(page);
  await say(page, 'hello');
  await untilTranscript(page, said);
  assert.deepEqual([asked, siteverify.asked], [[], []]);
  assert.equal(await button(page, 'Open chat').count(), 0);
});
