// The three browser engines of the element tests: which of them this machine has, and how Web Test Runner starts each.
import { type BrowserLauncher, chromeLauncher } from '@web/test-runner';
import * as puppeteer from 'puppeteer-core';
import { findChromium } from './chromium.ts';
import { findFirefox } from './firefox.ts';
import { findWebKit, webkitLauncher } from './webkit.ts';

/** Names as they are given to `--engine`. */
export const engineNames = ['chromium', 'firefox', 'webkit'] as const;
export type EngineName = (typeof engineNames)[number];

/** How to get an engine that is missing. */
export const remedies: Readonly<Record<EngineName, string>> = {
  chromium: 'install Chromium or Chrome, or set CHROME_PATH',
  firefox: 'apt install firefox-esr, or set FIREFOX_PATH',
  webkit: 'apt install webkit2gtk-driver xvfb (Linux only)',
};

/** The launcher of an engine, or undefined when it is not installed. */
export function findLauncher(name: EngineName): BrowserLauncher | undefined {
  switch (name) {
    case 'chromium': {
      const options = findChromium();
      const launchOptions = { ...options, headless: options?.env ? ('shell' as const) : true };
      return options && Object.assign(chromeLauncher({ launchOptions }), { name: 'Chromium' });
    }
    case 'firefox': {
      const options = findFirefox();
      return options && chromeLauncher({ puppeteer, launchOptions: options });
    }
    case 'webkit': {
      const webkit = findWebKit();
      return webkit && webkitLauncher(webkit);
    }
  }
}
