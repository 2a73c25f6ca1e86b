/** The list of conversations in two tabs of one visitor: what one does, the other shows. */
import { after, test } from 'node:test';
import { words } from '../../demo/simulator/brain-scripted.ts';
import { missingBrowser, type Page } from '../tools/browser.ts';
import { type Person, pressButton, untilTitles } from './conversations-story.ts';
import { untilTranscript } from './look.ts';
import { closeBrowser, FRONT, openSite } from './site.ts';
import { chat, say } from './steps.ts';

const skip = missingBrowser('chromium');
after(closeBrowser);

const person = (page: Page): Person => page as unknown as Person;

const reply = (page: Page, count: number) =>
  untilTranscript(page, [
    ['user', `words ${count}`],
    ['assistant', words(count)],
  ]);

test('a conversation that one tab begins, renames and deletes is so in the list of the other', { skip }, async (t) => {
  const site = await openSite(t);
  const visitor = await site.visitor();
  const one = await site.open(FRONT, visitor);
  await say(one, 'words 2');
  await reply(one, 2);
  const other = await site.open(FRONT, visitor);
  await reply(other, 2);
  await pressButton(person(other), 'Conversations');
  await untilTitles(other, 'words 2');

  await pressButton(person(one), 'New conversation');
  await say(one, 'words 3');
  await reply(one, 3);
  await untilTitles(other, 'words 3', 'words 2');

  await pressButton(person(one), 'Conversations');
  await untilTitles(one, 'words 3', 'words 2');
  await chat(one).locator('.conversation-open').first().press('F2');
  await chat(one).getByRole('textbox', { name: 'Title' }).fill('Three words');
  await chat(one).getByRole('textbox', { name: 'Title' }).press('Enter');
  await untilTitles(other, 'Three words', 'words 2');

  await chat(one).locator('.conversation-open').last().press('Delete');
  await untilTitles(one, 'Three words');
  await pressButton(person(one), 'Back to the chat'); // now it is deleted for good
  await untilTitles(other, 'Three words');
});
