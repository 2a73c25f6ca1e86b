// Browsers for end-to-end tests: Chromium by Playwright (tabs, contexts, offline, routes) and Firefox by Puppeteer.
// Whoever launches one closes it; `{ skip: missingBrowser('firefox') }` skips a test where it is not installed.
import { type Browser, type BrowserContext, chromium, type LaunchOptions } from 'playwright-core';
import * as puppeteer from 'puppeteer-core';
import { findChromium } from './chromium.ts';
import { remedies } from './engines.ts';
import { findFirefox } from './firefox.ts';

export type { Browser, BrowserContext, Page } from 'playwright-core';

/** The reason to skip a test, or false when the browser is there: the value for node:test's option `skip`. */
export function missingBrowser(name: 'chromium' | 'firefox'): string | false {
  const found = name === 'chromium' ? findChromium() : findFirefox();
  return found ? false : `${name} is not installed (${remedies[name]})`;
}

/** Starts Chromium, headless. Options are Playwright's; throws where there is no Chromium. */
export function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({ ...chromiumOptions(), ...options });
}

/** Starts Chromium on a profile folder, so that a test can end it and find its storage again. The context is the browser. */
export function launchChromiumOn(profile: string, options: LaunchOptions = {}): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, { ...chromiumOptions(), ...options });
}

/**
 * Starts Firefox, headless, by WebDriver BiDi; throws where there is none. It throttles pages in the background:
 * call `page.bringToFront()` first and wait with `page.waitForFunction(…, { polling: 50 })`.
 */
export function launchFirefox(): Promise<puppeteer.Browser> {
  const options = findFirefox();
  if (!options) throw new Error(`There is no Firefox: ${remedies.firefox}.`);
  return puppeteer.launch(options);
}

function chromiumOptions(): LaunchOptions {
  const options = findChromium();
  if (!options) throw new Error(`There is no Chromium: ${remedies.chromium}.`);
  return { headless: true, ...options };
}
