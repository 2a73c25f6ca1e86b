// The whole chain in a browser: real widget, real proxy, and the Letta that this suite is run against. The stories are the same as in
// test/e2e/stories.test.ts, where the demo's own simulator answers.
import { after, test } from 'node:test';
import { closeBrowser, openSite } from '../e2e/site.ts';
import { stories } from '../e2e/stories.ts';
import { missingBrowser } from '../tools/browser.ts';
import { call, createAgent, target } from './client.ts';

after(closeBrowser);

const skip = target.name === 'the simulator' ? 'told by test/e2e/stories.test.ts already' : missingBrowser('chromium');

for (const [name, story] of Object.entries(stories)) {
  test(`in a browser: ${name}`, { skip }, async (t) => {
    // An agent for each: its memory and its list of conversations are the story's alone.
    const agentId = await createAgent();
    t.after(() => call('DELETE', `/v1/agents/${agentId}`));
    await story(await openSite(t, { letta: { baseUrl: target.url, apiKey: null, agentId } }));
  });
}
