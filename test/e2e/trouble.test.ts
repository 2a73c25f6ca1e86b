/** What goes wrong for a reason: the model, the key, the address, the hurry. The visitor reads a sentence and can go on. */
import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, type TestContext, test } from 'node:test';
import { createAdaptorServer } from '@hono/node-server';
import { createSimulator } from '../../demo/simulator/index.ts';
import type { LogEntry } from '../../proxy/log.ts';
import { missingBrowser, type Page } from '../tools/browser.ts';
import { look, plain, until, untilTranscript } from './look.ts';
import { closeBrowser, FRONT, openSite } from './site.ts';
import { button, chat, composer, openChat, reload, say } from './steps.ts';

after(closeBrowser);
const options = { skip: missingBrowser('chromium') };

const hello: [string, string][] = [
  ['user', 'hello there'],
  ['assistant', 'You said: hello there'],
];
const plainHello = hello.map(([role, text]) => [role, plain(text)]);

const untilError = (page: Page, sentence: string) =>
  until(
    () => look(page),
    ({ errors }) => errors.some((error) => error.includes(sentence)),
    `the sentence "${sentence}"`,
  );

test('a model that fails is said at the message, and "Try again" sends it once more', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  site.demo.simulator?.control.failNext('model');
  await say(page, 'hello there');
  await button(page, 'Try again').click();
  const { conversation } = await untilTranscript(page, hello);
  assert.deepEqual(await site.history(conversation), plainHello);
});

test('a failed message survives a reload with its sentence, and can be discarded', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  await say(page, 'fail 500');
  const { errors } = await until(
    () => look(page),
    (seen) => seen.errors.length > 0,
    'a sentence about the failure',
  );
  await reload(page);
  await untilError(page, errors[0] ?? '?');
  await button(page, 'Discard').click();
  await untilTranscript(page, []);
});

test('a reply that breaks off keeps its part and says so', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  await say(page, 'fail cut');
  await untilError(page, 'The reply broke off.');
  const { lines } = await look(page);
  assert.ok(
    lines.some(({ role, text }) => role === 'assistant' && text === 'partial'),
    'the part that came is kept',
  );
  await say(page, 'hello there');
  await until(
    () => look(page),
    (seen) => seen.status === 'idle' && seen.lines.at(-1)?.text === plain('You said: hello there'),
    'the next message to be answered',
  );
});

/** A Letta that wants a key, as a server of its own. */
async function lettaWithKey(t: TestContext): Promise<{ baseUrl: string; agentId: string }> {
  const letta = createSimulator({ apiKey: 'the right key' });
  const server = createAdaptorServer({ fetch: (request) => letta.fetch(request) }) as Server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    letta.close();
    server.closeAllConnections();
    server.close();
  });
  const agent = letta.addAgent({ name: 'a', model: 'letta-chat/scripted' });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, agentId: agent.id };
}

test(
  'a wrong API key is the operator’s business: the log names it, the visitor reads that it is unavailable',
  options,
  async (t) => {
    const log: LogEntry[] = [];
    const letta = { ...(await lettaWithKey(t)), apiKey: 'a wrong key' };
    const site = await openSite(t, { letta, log: (entry) => log.push(entry) });
    const page = await site.open();
    await say(page, 'hello there');
    await chat(page).getByText('The assistant is not available right now.').first().waitFor();
    assert.ok(
      log.some(({ problem }) => problem?.includes('LETTA_API_KEY')),
      'the log says which setting is wrong',
    );
    assert.equal(
      log.some((entry) => JSON.stringify(entry).includes('a wrong key')),
      false,
      'and does not print the key',
    );
    const { lines } = await look(page);
    assert.deepEqual(
      lines.map(({ role, text }) => [role, text]),
      [['user', 'hello there']],
    );
  },
);

test('when Letta is away and comes back, the message is still there and arrives once', options, async (t) => {
  const site = await openSite(t);
  const { simulator } = site.demo;
  assert.ok(simulator);
  const page = await site.open();
  simulator.control.offline = true;
  await say(page, 'hello there');
  await chat(page).getByText('The assistant is not available right now.').first().waitFor();
  simulator.control.offline = false;
  const retry = button(page, 'Try again');
  await until(
    async () => ({ ...(await look(page)), retry: await retry.isVisible() }),
    ({ lines, retry }) => retry || lines.length === 2,
    'a way on',
  );
  if (await retry.isVisible()) await retry.click();
  const { conversation } = await untilTranscript(page, hello);
  assert.deepEqual(await site.history(conversation), plainHello);
});

for (const [name, proxy] of [
  ['an address where nobody answers', 'http://127.0.0.1:1'],
  ['an address where something else answers', 'http://elsewhere.example'],
  ['what is no address', 'http://:no'],
] as const) {
  test(`with ${name} as proxy the visitor reads that it cannot be reached, and keeps the words`, options, async (t) => {
    const site = await openSite(t);
    // The demo's own policy would not let the page ask anybody else.
    const visitor = await site.visitor({ bypassCSP: true });
    await visitor.route('http://elsewhere.example/**', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: '<h1>Welcome</h1>',
        headers: { 'access-control-allow-origin': '*' },
      }),
    );
    const page = await visitor.newPage();
    await page.goto(`${site.demo.url}${FRONT}`);
    await chat(page).evaluate((host, address) => host.setAttribute('proxy', address), proxy);
    await openChat(page);
    await say(page, 'hello there');
    await chat(page).getByText('cannot be reached').first().waitFor();
    // It may be known before the words are on their way from the one to the other.
    await until(
      async () => `${await composer(page).inputValue()} ${(await look(page)).lines.map(({ text }) => text)}`,
      (kept) => kept.includes('hello there'),
      'the words in the composer or in the transcript',
    );
  });
}

test('a hundred double clicks on Send send one message', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  await composer(page).fill('hello there');
  const send = button(page, 'Send');
  const box = await send.boundingBox();
  assert.ok(box);
  for (let i = 0; i < 100; i++) await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2, { delay: 0 });
  const { lines } = await until(
    () => look(page),
    ({ status, lines }) => status === 'idle' && lines.length > 0,
    'the end of the turn',
  );
  assert.equal(lines.filter(({ role }) => role === 'user').length, 1);
  assert.equal(await site.conversations(), 1);
});

test('a double click on Send does not stop the reply with its second click', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  await composer(page).fill('hello there');
  await button(page, 'Send').dblclick();
  const { conversation } = await untilTranscript(page, hello);
  assert.deepEqual(await site.history(conversation), plainHello);
});

test('two hundred presses of Send within one moment send one message', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  await composer(page).fill('hello there');
  await button(page, 'Send').evaluate((send: HTMLElement) => {
    for (let i = 0; i < 200; i++) send.click();
  });
  const { lines, conversation } = await until(
    () => look(page),
    ({ status, lines }) => status === 'idle' && lines.length > 1,
    'the end of the turn',
  );
  assert.equal(lines.filter(({ role }) => role === 'user').length, 1);
  assert.equal((await site.history(conversation)).filter(([role]) => role === 'user').length, 1);
});

test('an empty message is not sent, one that is too long says so and stays', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  await say(page, '   \n ');
  assert.equal((await look(page)).lines.length, 0);
  const long = 'x'.repeat(16_001);
  await say(page, long);
  await chat(page).getByText('too many').waitFor();
  assert.equal(await composer(page).inputValue(), long);
  assert.equal(await site.conversations(), 0);
});
