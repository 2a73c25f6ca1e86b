// What a long conversation costs: from opening the chat to being able to write, the heap and the elements then, and how long a
// letter takes from the key to the screen. The widget's conversation lies in the simulated Letta; deep-chat is handed its own.
import { brotliCompressSync } from 'node:zlib';
import type { Response } from 'playwright-core';
import type { Demo } from '../../demo/demo.ts';
import type { Browser, BrowserContext, Page } from '../tools/browser.ts';

export interface HistoryCost {
  readonly product: 'letta-chat' | 'deep-chat';
  readonly messages: number;
  /** Bytes of script that were loaded until then, in brotli. */
  readonly script: number;
  /** Milliseconds from navigating to a composer that takes letters, with the newest message on screen. */
  readonly usable: number;
  /** The same with the CPU slowed four times. */
  readonly usableSlowed: number;
  /** MB after a collection, and nodes of the page. */
  readonly heap: number;
  readonly nodes: number;
  /** Milliseconds from a key to the frame that shows its letter, the median of twenty. */
  readonly typing: number;
}

/** How often each way of opening is measured. */
const OPENINGS = 15;

const widget = `document.querySelector('letta-chat')`;

/** The widget with that many messages in its conversation. */
export async function measureWidgetHistory(browser: Browser, demo: Demo, messages: number): Promise<HistoryCost> {
  const context = await browser.newContext({ viewport: { width: 440, height: 640 } });
  try {
    const page = await context.newPage();
    const open = async () => {
      await page.goto(`${demo.url}/strict`);
      await poll(page, `Boolean(${widget})`);
      await page.evaluate(`${widget}.setAttribute('open', '')`);
      await poll(page, `${widget}.status === 'idle' && Boolean(${widget}.shadowRoot?.querySelector('textarea'))`);
    };
    await open();
    await page.evaluate(`void ${widget}.send('the first')`);
    await poll(page, `${widget}.messages.length > 1 && ${widget}.status === 'idle'`);
    await fill(demo, (await page.evaluate(`${widget}.conversation`)) as string, messages - 2);
    const openWhole = async () => {
      await open();
      await poll(page, `${widget}.shadowRoot.textContent.includes('message ${messages - 2}')`);
    };
    return { product: 'letta-chat', messages, ...(await measureOpening(context, page, openWhole)) };
  } finally {
    await context.close();
  }
}

/** deep-chat with that many messages as its history. */
export async function measureDeepChatHistory(browser: Browser, origin: string, messages: number): Promise<HistoryCost> {
  const context = await browser.newContext({ viewport: { width: 440, height: 640 } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(420_000);
    const open = async () => {
      await page.goto(`${origin}/deep-chat?messages=${messages}`);
      await poll(
        page,
        `Boolean(document.querySelector('deep-chat')?.shadowRoot?.textContent.includes('message ${messages - 2}'))`,
      );
    };
    return { product: 'deep-chat', messages, ...(await measureOpening(context, page, open)) };
  } finally {
    await context.close();
  }
}

/** Turns of two messages each, sent past the widget. */
async function fill({ simulator }: Demo, conversation: string, messages: number): Promise<void> {
  for (let i = 0; i < messages; i += 2) {
    const body = { messages: [{ role: 'user', content: `message ${i + 2}` }], streaming: false };
    const headers = { 'content-type': 'application/json' };
    const url = `http://letta/v1/conversations/${conversation}/messages`;
    const response = await simulator!.fetch(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }));
    if (!response.ok) throw new Error(`The simulated Letta answered ${response.status}: ${await response.text()}`);
    await response.text();
  }
}

async function measureOpening(context: BrowserContext, page: Page, open: () => Promise<void>) {
  /** The median of several: one opening takes a fourth longer or less by chance. */
  const time = async () => {
    const times: number[] = [];
    for (let i = 0; i < OPENINGS; i++) {
      const start = performance.now();
      await open();
      times.push(performance.now() - start);
    }
    return median(times);
  };
  const session = await context.newCDPSession(page);
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const script = await countScripts(page, open);
  await session.send('Network.setCacheDisabled', { cacheDisabled: false });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const usableSlowed = await time();
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const usable = await time();
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  return { script, usable, usableSlowed, heap: usedSize / 1e6, nodes, typing: await measureTyping(page) };
}

/** The scripts that opening asks for, all weighed alike. */
async function countScripts(page: Page, open: () => Promise<void>): Promise<number> {
  const sizes: Promise<number>[] = [];
  const count = (response: Response) => {
    if (response.request().resourceType() !== 'script' || !response.ok()) return;
    const weigh = (body: Buffer) => brotliCompressSync(body).length;
    // What the page before had asked for cannot be read any more.
    sizes.push(response.body().then(weigh, () => 0));
  };
  page.on('response', count);
  await open();
  const loaded = (await Promise.all(sizes)).reduce((total, size) => total + size, 0);
  page.off('response', count);
  return loaded;
}

/** Types letters and looks when the next frame is through. */
async function measureTyping(page: Page): Promise<number> {
  const field = page.locator('letta-chat textarea, deep-chat #text-input').first();
  await field.click();
  await page.evaluate(`(() => {
    globalThis.typed = [];
    addEventListener('keydown', ({ timeStamp }) => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => typed.push(performance.now() - timeStamp);
      port2.postMessage(null);
    }), true);
  })()`);
  for (let i = 0; i < 20; i++) await page.keyboard.type('a', { delay: 50 });
  const typed = (await page.evaluate('typed')) as number[];
  return median(typed);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function poll(page: Page, expression: string): Promise<void> {
  const end = performance.now() + 420_000;
  while (!(await page.evaluate(expression))) {
    if (performance.now() > end) throw new Error(`Gave up: ${expression}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
