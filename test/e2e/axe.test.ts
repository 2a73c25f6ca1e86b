/** axe-core on the demo's own pages, in the three modes, with a conversation in them. The gallery's states are held to it beside their pictures. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { violations } from '../gallery/audit.ts';
import { missingBrowser } from '../tools/browser.ts';
import { untilSettled } from './look.ts';
import { closeBrowser, openSite } from './site.ts';
import { button, chat, say } from './steps.ts';

after(closeBrowser);

for (const [what, path] of [
  ['floating', '/?panel=0'],
  ['inline', '/booking?panel=0'],
  ['as a page', '/assistant?panel=0'],
] as const)
  test(`axe-core has nothing against a conversation ${what}`, { skip: missingBrowser('chromium') }, async (t) => {
    const site = await openSite(t);
    // Fades would be measured in the middle.
    const page = await site.open(path, await site.visitor({ reducedMotion: 'reduce' }));
    await chat(page).evaluate((host) => {
      for (const name of ['voice-input', 'read-aloud']) host.setAttribute(name, '');
    });
    await say(page, 'markdown 200');
    await untilSettled(page);
    await button(page, 'Copy').first().waitFor({ state: 'attached' });
    assert.deepEqual(await violations(page), []);
  });
