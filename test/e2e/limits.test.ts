/** What visitors see of the proxy's limits: a friendly sentence with the time, and then it goes on by itself. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { UNLIMITED } from '../proxy/rig.ts';
import { missingBrowser, type Page } from '../tools/browser.ts';
import { look, until, untilTranscript } from './look.ts';
import { closeBrowser, openSite } from './site.ts';
import { chat, say } from './steps.ts';

after(closeBrowser);
/** At the message that waits. */
const untilWaiting = (page: Page, sentence: RegExp) =>
  until(
    () => chat(page).locator('letta-chat-message[data-state="queued"]').allTextContents(),
    (waiting) => waiting.some((text) => sentence.test(text.replaceAll(/\s+/g, ' '))),
    String(sentence),
  );

const options = { skip: missingBrowser('chromium') };

test(
  'over the limit the visitor reads when it goes on, and the message then goes out by itself',
  options,
  async (t) => {
    // Six at once; after that one each ten seconds.
    const site = await openSite(t, { settings: { ...UNLIMITED, MESSAGES_PER_MINUTE: '6' } });
    const page = await site.open();
    const said: [string, string][] = [];
    for (let n = 1; n <= 8; n++) said.push(['user', `words 1 ${n}`], ['assistant', 'lorem']);
    for (const [role, text] of said) if (role === 'user') await say(page, text);
    await untilWaiting(page, /That was a lot at once\. It goes on at \d{1,2}:\d{2}/);
    const { conversation, errors: left } = await untilTranscript(page, said);
    assert.deepEqual(left, []);
    assert.equal((await site.history(conversation)).length, 16);
  },
);

test("when the day's tokens are used up the visitor reads until when, and the message waits", options, async (t) => {
  const settings = { ...UNLIMITED, TOKENS_PER_DAY_PER_VISITOR: '30', TOKENS_PER_RUN: '30' };
  const site = await openSite(t, { settings });
  const page = await site.open();
  await say(page, 'hello');
  await untilTranscript(page, [
    ['user', 'hello'],
    ['assistant', 'You said: hello'],
  ]);
  await say(page, 'again');
  await untilWaiting(page, /The assistant has answered enough for today\. It goes on at \d{1,2}:\d{2}/);
  const { lines } = await look(page);
  assert.deepEqual([lines.at(-1)?.role, lines.at(-1)?.text], ['user', 'again']);
});
