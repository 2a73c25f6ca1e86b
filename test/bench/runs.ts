// One measured run: opens a product's page, has it show a reply, and closes it.
import type { Browser, Page } from '../tools/browser.ts';
import { makeDocument } from './documents.ts';
import { type Cost, measure } from './measure.ts';
import type { StreamQuery } from './stream-server.ts';

export type Product = 'bare' | 'once' | 'markdown' | 'letta-chat' | 'deep-chat';
export type Run = StreamQuery;

/** A product that has not shown its reply after this long is given up, in milliseconds. */
const PATIENCE = 420_000;

/** Where the pages are. */
export interface Origins {
  readonly stream: string;
  readonly demo: string;
}

/** A product that took longer than anybody would wait. */
export class GaveUp extends Error {}

/** @throws {GaveUp} */
export async function measureRun(browser: Browser, product: Product, run: Run, origins: Origins): Promise<Cost> {
  const context = await browser.newContext({ viewport: { width: 440, height: 640 } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const broken = new Promise<never>((_, fail) => page.once('pageerror', fail));
  try {
    const measuring =
      product === 'letta-chat'
        ? measureWidget(page, run, origins.demo)
        : measurePage(page, product, run, origins.stream);
    return await Promise.race([measuring, broken]);
  } finally {
    await context.close();
  }
}

async function measurePage(page: Page, product: Product, run: Run, origin: string): Promise<Cost> {
  const query = new URLSearchParams(Object.entries(run).map(([name, value]) => [name, String(value)]));
  // The last words, by which a page that only shows HTML knows that it is through.
  const last =
    makeDocument(run.shape, run.bytes)
      .trim()
      .match(/\w+ \d+/g)
      ?.at(-1) ?? '';
  await page.goto(`${origin}/${product}?${query}#${last}`);
  await waitFor(page, 'Boolean(window.start)');
  return measure(page, async () => {
    await page.evaluate('void start()');
    await waitFor(page, 'Boolean(window.done)');
  });
}

const widget = `document.querySelector('letta-chat')`;

/** The demo's strict page, with the simulated Letta and the real proxy. */
async function measureWidget(page: Page, { bytes, size, every }: Run, origin: string): Promise<Cost> {
  await page.goto(`${origin}/strict`);
  await waitFor(page, `Boolean(${widget})`);
  await page.evaluate(`${widget}.setAttribute('open', '')`);
  await waitFor(page, `${widget}.status === 'idle'`);
  return measure(page, async () => {
    await page.evaluate(`void ${widget}.send('slow ${every} size ${size} markdown ${bytes}')`);
    await waitFor(page, `${widget}.messages.at(-1)?.text.length >= ${bytes} && ${widget}.status === 'idle'`);
  });
}

/** Waits until the expression is true. It asks rarely, and from outside: a page's policy may forbid it to evaluate strings. */
async function waitFor(page: Page, expression: string): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!(await page.evaluate(expression))) {
    if (performance.now() > end) throw new GaveUp(`Gave up after ${PATIENCE / 1000} s: ${expression}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}
