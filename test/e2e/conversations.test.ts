/** The list of conversations in Chromium: the whole way, a single-threaded site, deep links, and hundreds of them. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, type TestContext, test } from 'node:test';
import { words } from '../../demo/simulator/brain-scripted.ts';
import { missingBrowser, type Page } from '../tools/browser.ts';
import { conversationsStory, type Person, pressButton, rows, untilTitles } from './conversations-story.ts';
import { look, until, untilTranscript } from './look.ts';
import { closeBrowser, FRONT, openSite, type Site } from './site.ts';
import { button, chat, composer, openChat, reload, say } from './steps.ts';

const skip = missingBrowser('chromium');
after(closeBrowser);

const person = (page: Page): Person => page as unknown as Person;

test('a visitor lists, switches, renames, deletes and brings back, by keyboard', { skip }, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  await conversationsStory(person(page), site, () => reload(page));
});

test('nothing of the list is loaded before it is opened', { skip }, async (t) => {
  const site = await openSite(t);
  const context = await site.visitor();
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${site.demo.url}${FRONT}`);
  await openChat(page);
  await say(page, 'words 2');
  await untilTranscript(page, [
    ['user', 'words 2'],
    ['assistant', words(2)],
  ]);
  assert.deepEqual(
    asked.filter((path) => /menu/.test(path)),
    [],
  );
  await button(page, 'Conversations').click();
  await until(
    () => rows(page),
    (seen) => seen !== null,
    'the list',
  );
  assert.equal(asked.filter((path) => /menu/.test(path)).length, 1);
});

test('a page with one conversation shows no list; a deep link to an unknown one is a new one', { skip }, async (t) => {
  const site = await openSite(t);
  const page = await (await site.visitor()).newPage();
  await page.goto(`${site.demo.url}${FRONT}`);
  await chat(page).evaluate((host) => {
    host.toggleAttribute('single', true);
    host.setAttribute('conversation-id', 'conv-00000000-0000-4000-8000-000000000000');
  });
  await openChat(page);
  await composer(page).waitFor();
  assert.equal(await button(page, 'Conversations').count(), 0);
  await say(page, 'words 1');
  const { conversation } = await until(
    () => look(page),
    ({ lines, status }) => status === 'idle' && lines.length === 2,
    'a reply',
  );
  assert.match(conversation ?? '', /^conv-/);
  assert.notEqual(conversation, 'conv-00000000-0000-4000-8000-000000000000');
  assert.equal(await button(page, 'New conversation').count(), 0);
});

/** Makes conversations of the page's visitor through the proxy, the way the widget does. */
async function makeMany(site: Site, token: string, count: number): Promise<string[]> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const ids: string[] = [];
  for (let number = 0; number < count; number++) {
    const summary = number === 0 ? 'The véry first' : `Conversation number ${number}`;
    const body = JSON.stringify({ summary });
    const response = await fetch(`${site.demo.url}/v1/conversations`, { method: 'POST', headers, body });
    ids.push(((await response.json()) as { id: string }).id);
  }
  return ids;
}

/** Messages that another device sent, straight at the simulated Letta. */
async function fill(site: Site, conversation: string, messages: number): Promise<void> {
  for (let sent = 0; sent < messages; sent += 2) {
    const body = JSON.stringify({
      messages: [{ role: 'user', content: 'words 1', otid: randomUUID() }],
      streaming: false,
    });
    const request = new Request(`http://letta.test/v1/conversations/${conversation}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const response = await site.demo.simulator!.fetch(request);
    assert.equal(response.status, 200);
    await response.text();
  }
}

/** The reply to `words COUNT`, alone in its conversation. */
const untilAnswered = (page: Page, count: number) =>
  untilTranscript(page, [
    ['user', `words ${count}`],
    ['assistant', words(count)],
  ]);

/** What opening the list and then its oldest drawn conversation takes. */
async function measure(t: TestContext, conversations: number, messages: number) {
  const site = await openSite(t);
  Object.assign(site.demo.simulator!.control, { tokenDelay: 0, firstTokenDelay: 0 });
  const page = await (await site.visitor()).newPage();
  const minted = page.waitForResponse((response) => response.url().endsWith('/v1/visitors'));
  await page.goto(`${site.demo.url}${FRONT}`);
  await openChat(page);
  const { token } = (await (await minted).json()) as { token: string };
  await say(page, 'words 1'); // the button of the list comes with the first conversation
  await untilAnswered(page, 1);
  const ids = await makeMany(site, token, conversations);
  await fill(site, ids.at(-1) ?? '', messages);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const listStarted = performance.now();
  await button(page, 'Conversations').click();
  const drawn = await until(
    () => rows(page),
    (seen) => (seen?.length ?? 0) >= Math.min(conversations, 30),
    'the list',
  );
  const list = performance.now() - listStarted;
  const lists = asked.filter((path) => path === '/v1/conversations').length;
  const nodes = await chat(page).evaluate((host) => host.shadowRoot?.querySelectorAll('letta-chat-menu *').length ?? 0);
  const openStarted = performance.now();
  await chat(page)
    .getByRole('button', { name: new RegExp(`Conversation number ${conversations - 1}\\b`) })
    .first()
    .click();
  await until(
    () => look(page),
    ({ lines }) => lines.length >= Math.min(messages, 20),
    'its messages',
  );
  const open = performance.now() - openStarted;
  const { lines } = await look(page);
  const histories = asked.filter((path) => path.endsWith('/messages')).length;
  return { site, page, list, open, drawn: drawn?.length ?? 0, lists, nodes, histories, lines: lines.length };
}

test('500 conversations and one of 5,000 messages: what is asked and drawn does not grow with them', {
  skip,
}, async (t) => {
  const few = await measure(t, 5, 10);
  const many = await measure(t, 500, 5000);
  for (const { list, open, drawn, nodes, lists, histories, lines } of [few, many]) {
    t.diagnostic(
      `list ${list.toFixed(0)} ms (${lists} requests, ${drawn} lines, ${nodes} nodes), opening ${open.toFixed(0)} ms (${histories} requests, ${lines} messages)`,
    );
  }
  assert.ok(many.lists <= 3, `${many.lists} requests for the list`);
  assert.ok(many.drawn <= 90, `${many.drawn} lines`);
  assert.ok(many.nodes <= 3000, `${many.nodes} nodes`);
  assert.ok(many.histories <= 3, `${many.histories} requests for the history`);
  assert.ok(many.lines <= 200, `${many.lines} messages`);

  const { page } = many;
  await button(page, 'Conversations').click();
  await chat(page).getByRole('searchbox').fill('first VERY');
  await untilTitles(page, 'The véry first');
});

test('what is deleted when the page goes is deleted, or still listed: never half', { skip }, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  for (const count of [1, 2]) {
    if (count > 1) await pressButton(person(page), 'New conversation');
    await say(page, `words ${count}`);
    await untilAnswered(page, count);
  }
  await pressButton(person(page), 'Conversations');
  await untilTitles(page, 'words 2', 'words 1');
  await page.keyboard.press('Delete');
  await untilTitles(page, 'words 1');
  await reload(page);
  await pressButton(person(page), 'Conversations');
  await until(
    async () => [(await rows(page))?.length, await site.conversations()],
    ([listed, kept]) => listed !== undefined && listed === kept,
    'the list to say what Letta has',
  );
});
