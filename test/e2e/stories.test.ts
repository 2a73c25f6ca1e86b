/** The core stories on the demo as `npm start` serves it: real widget, real proxy, simulated Letta. */
import { after, test } from 'node:test';
import { missingBrowser } from '../tools/browser.ts';
import { closeBrowser, openSite } from './site.ts';
import { stories } from './stories.ts';

after(closeBrowser);

for (const [name, story] of Object.entries(stories)) {
  test(name, { skip: missingBrowser('chromium') }, async (t) => story(await openSite(t)));
}
