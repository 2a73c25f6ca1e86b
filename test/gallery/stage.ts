/**
 * Puts states of the gallery on the stage: the demo, one browser that draws the same on every machine, and a page for each
 * variant, which is used again.
 */
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { type Demo, startDemo } from '../../demo/demo.ts';
import type { GalleryState } from '../../demo/gallery/state.ts';
import { SIZE, states } from '../../demo/gallery/states.ts';
import { type Browser, launchChromium } from '../tools/browser.ts';
import { ensureBuilt } from '../tools/build.ts';
import { findChromium } from '../tools/chromium.ts';
import { root } from '../tools/root.ts';
import { bringFonts } from './fonts.ts';
import type { Variant } from './variants.ts';

export interface Stage {
  /** The page with the state in it, when nothing is to come any more. */
  show(variant: Variant, state: string): Promise<Page>;
  close(): Promise<void>;
}

/** Has letters drawn as they are: with it two builds of Chromium, three versions apart, drew the same pictures to the pixel. */
const FONTS = join(root, 'test', 'gallery', 'fonts.conf');

/** Letters without hinting and without coloured edges, colours as they are written. */
const DRAWING = ['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb', '--hide-scrollbars'];

/** How long a state may take to be there, for loaded machines (milliseconds). */
const PATIENCE = 45_000;

export async function openStage(): Promise<Stage> {
  ensureBuilt();
  const demo = await startDemo();
  const { args = [], env = process.env } = findChromium() ?? {};
  const browser = await launchChromium({ args: [...args, ...DRAWING], env: { ...env, FONTCONFIG_FILE: FONTS } });
  const pages = new Map<string, Promise<Page>>();
  const pageOf = (variant: Variant): Promise<Page> => {
    const key = JSON.stringify([variant.context, variant.query]);
    const page = pages.get(key) ?? openPage(browser, variant);
    pages.set(key, page);
    return page;
  };
  return {
    async show(variant, name) {
      const page = await pageOf(variant);
      // Of two variants that differ in the scheme alone, the second finds the state there.
      if (!variant.scheme || !(await isThere(page, name))) await visit(page, demo, variant, find(name));
      if (variant.scheme) await page.emulateMedia({ colorScheme: variant.scheme });
      return page;
    },
    async close() {
      await browser.close();
      await demo.stop();
    },
  };
}

const READY = (name: string) => `html[data-ready="${name}"]`;
const isThere = async (page: Page, name: string) => (await page.locator(READY(name)).count()) > 0;

/** @throws {Error} when there is no state of that name. */
function find(name: string): GalleryState {
  const state = states.find((one) => one.name === name);
  if (!state) throw new Error(`The gallery has no state "${name}": see demo/gallery/states.ts.`);
  return state;
}

async function openPage(browser: Browser, { context }: Variant): Promise<Page> {
  const visitor: BrowserContext = await browser.newContext(context);
  await bringFonts(visitor);
  return visitor.newPage();
}

/** The first time by its address, then in place of the one that is there: nothing has to be fetched for that. */
async function visit(page: Page, demo: Demo, { size, query }: Variant, state: GalleryState): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  const [width, height] = size ?? state.size ?? SIZE;
  const now = page.viewportSize();
  if (now?.width !== width || now.height !== height) await page.setViewportSize({ width, height });
  if (page.url() === 'about:blank') await page.goto(`${demo.url}/gallery?state=${state.name}${query}`);
  else await page.evaluate((name) => void globalThis.galleryShows(name), state.name);
  await page.waitForSelector(READY(state.name), { state: 'attached', timeout: PATIENCE });
}
