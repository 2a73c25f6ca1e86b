/** Firefox and pages of the demo in it, by Puppeteer, for the tests that tell a story there. */
import { after, before, type TestContext } from 'node:test';
import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import { launchFirefox, missingBrowser } from '../tools/browser.ts';
import { look, until } from './look.ts';
import { FRONT, type Site } from './site.ts';

/** Firefox for all tests of a file: launched before them and closed after them. */
export function useFirefox() {
  const skip = missingBrowser('firefox');
  let firefox: Browser;
  before(async () => {
    if (!skip) firefox = await launchFirefox();
  });
  after(() => firefox?.close());

  /** A visitor of their own, whose pages are closed after the test. */
  async function visitor(t: TestContext): Promise<BrowserContext> {
    const context = await firefox.createBrowserContext();
    t.after(() => context.close());
    return context;
  }

  return {
    /** Why its tests are skipped, if they are. */
    skip,
    visitor,
    /** The front page of the site with its chat open, in the first page of a new visitor. */
    async visit(t: TestContext, site: Site): Promise<Page> {
      const page = await (await visitor(t)).newPage();
      await page.goto(`${site.demo.url}${FRONT}`);
      await openChat(page);
      return page;
    },
  };
}

export async function openChat(page: Page): Promise<void> {
  await page.bringToFront();
  await page.locator('>>> [part~="launcher"]').click();
  await page.locator('>>> [part~="panel"]').wait();
  await until(
    () => look(page),
    ({ status }) => status !== null,
    'the widget to be there',
  );
}
