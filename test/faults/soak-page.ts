/** The soak of a page: the built widget in Chromium on the demo's site, driven through its element, some lines cut. */
import type { CDPSession, Page } from 'playwright-core';
import { startDemo } from '../../demo/demo.ts';
import { visit } from '../e2e/steps.ts';
import { UNLIMITED } from '../proxy/rig.ts';
import { launchChromium } from '../tools/browser.ts';
import type { Bounds, Row } from './growth.ts';
import { TURNS_PER_CONVERSATION } from './soak-node.ts';

/** Nodes and listeners of a transcript come and go with its conversation; those here are counted in an empty one. */
export const PAGE_BOUNDS: Bounds = { heap: 1_500_000, nodes: 150, listeners: 30, documents: 0 };

export async function soakPage(turns: number, every: number, told: (row: Row) => void): Promise<void> {
  const demo = await startDemo({ brain: 'scripted', settings: UNLIMITED });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await visit(page, `${demo.url}/?panel=0`);
    await page.exposeFunction('cutLine', () => demo.network.cut());
    const session = await page.context().newCDPSession(page);
    for (let done = 0; done < turns; done += every) {
      await hold(page, done, every);
      told({ turns: done + every, counts: await count(page, session) });
    }
  } finally {
    await browser.close();
    await demo.stop();
  }
}

type Chat = HTMLElement & {
  readonly status: string;
  readonly messages: readonly unknown[];
  send(text: string): Promise<void>;
  newConversation(): Promise<void>;
};

/** So many turns in the page, every tenth slow enough that its line can be cut in the middle. */
async function hold(page: Page, done: number, turns: number): Promise<void> {
  await page.evaluate(
    async ({ done, turns, perConversation }) => {
      const chat = document.querySelector('letta-chat') as Chat;
      // Asked once a frame: a turn that is shorter than one tells of no status between.
      const becomes = async (wanted: string) => {
        for (const started = performance.now(); chat.status !== wanted; ) {
          await new Promise(requestAnimationFrame);
          if (performance.now() - started < 60_000) continue;
          throw new Error(`stuck: ${chat.status}, ${JSON.stringify(chat.messages.slice(-2))}`);
        }
      };
      for (let turn = done + 1; turn <= done + turns; turn++) {
        const cut = turn % 10 === 0;
        await chat.send(cut ? 'slow 8 words 30' : `think 3 words ${turn % 40}`);
        if (cut) {
          await becomes('streaming');
          await (window as unknown as { cutLine(): Promise<number> }).cutLine();
        }
        await becomes('idle');
        if (turn % perConversation === 0) await chat.newConversation();
      }
    },
    { done, turns, perConversation: TURNS_PER_CONVERSATION },
  );
}

/** What is left in the page after a collection, with an empty conversation open. */
async function count(page: Page, session: CDPSession): Promise<Row['counts']> {
  await page.evaluate(() => (document.querySelector('letta-chat') as Chat).newConversation());
  for (let times = 0; times < 3; times++) await session.send('HeapProfiler.collectGarbage');
  const { nodes, documents, jsEventListeners } = await session.send('Memory.getDOMCounters');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return { heap: usedSize, nodes, listeners: jsEventListeners, documents };
}
