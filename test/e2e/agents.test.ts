/** Several agents, branching, and a person's devices that begin at one instant, in Chromium. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { missingBrowser, type Page } from '../tools/browser.ts';
import { agentsOfStory, agentsStory, branchStory } from './agents-story.ts';
import { type Person, pressButton } from './conversations-story.ts';
import { look, until } from './look.ts';
import { closeBrowser, openSite } from './site.ts';
import { chat, reload, say } from './steps.ts';

const skip = missingBrowser('chromium');
after(closeBrowser);

const person = (page: Page): Person => page as unknown as Person;

test('a visitor chooses among agents, finds them again, and reads what a removed one said', { skip }, async (t) => {
  const agents = agentsOfStory();
  const site = await openSite(t, { agents });
  const page = await site.open();
  await agentsStory(person(page), site, agents, () => reload(page));
});

test('a page that has chosen the agent offers no other', { skip }, async (t) => {
  const site = await openSite(t, { agents: agentsOfStory() });
  const page = await site.open();
  await chat(page).evaluate((host) => host.setAttribute('agent', 'tours'));
  await say(page, 'words 1');
  await until(
    () => look(page),
    ({ status, lines }) => status === 'idle' && lines.length === 2,
    'a reply',
  );
  await pressButton(person(page), 'Conversations');
  await pressButton(person(page), 'New conversation');
  await until(
    () => look(page),
    ({ conversation }) => conversation === null,
    'a new conversation without a question',
  );
});

test('a visitor asks something else in place of an earlier message, and keeps what was', { skip }, async (t) => {
  const site = await openSite(t);
  await branchStory(person(await site.open()), site);
});

test('where Letta cannot cut a fork, the chat says so and stays where it is', { skip }, async (t) => {
  const site = await openSite(t);
  site.demo.simulator!.control.forksAtMessage = false;
  const page = await site.open();
  for (const [index, text] of ['words 1', 'words 2'].entries()) {
    await say(page, text);
    await until(
      () => look(page),
      ({ status, lines }) => status === 'idle' && lines.length === 2 * index + 2,
      'a reply',
    );
  }
  const before = await look(page);
  await chat(page).locator('[part=again]').last().click();
  await chat(page).getByText('This assistant cannot go back to an earlier message').waitFor();
  assert.equal((await look(page)).conversation, before.conversation);
  assert.equal(await site.conversations(), 1);
});
