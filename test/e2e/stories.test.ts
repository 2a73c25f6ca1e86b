/** The core stories on the demo as `npm start` serves it: real widget, real proxy, simulated Letta. */
import { after, test } from 'node:test';
import { missingBrowser } from '../tools/browser.ts';
import { closeBrowser, openSite, type Site } from './site.ts';
import * as stories from './stories.ts';

after(closeBrowser);

const tell = (name: string, story: (site: Site) => Promise<void>) =>
  test(name, { skip: missingBrowser('chromium') }, async (t) => story(await openSite(t)));

tell('a message is answered in a stream, and a reload shows the same conversation', stories.sendsStreamsAndReloads);
tell('a reload in the middle of a reply loses nothing and doubles nothing', stories.reloadsMidReply);
tell('stop keeps the part that is there, cancels at Letta, and the next message can be sent', stories.stopsMidReply);
tell('two tabs show the same reply live, over one connection', stories.twoTabsAreOne);
tell('when the streaming tab is closed, the reply goes on in the other', stories.goesOnInTheOtherTab);
tell('two visitors never see each other’s messages', stories.visitorsNeverMeet);
tell('what one visitor has the agent remember, the other’s conversation knows', stories.memoryIsShared);
tell('a new conversation begins empty and leaves the old one as it was', stories.startsAnewAndKeepsBoth);
