// `npm run bench`: what the widget and the proxy cost, beside others. In a real browser, interleaved: the widget, its renderer alone,
// deep-chat, a bare page that only appends text, and marked once at the end; then conversations with a long history; then
// the proxy on Node and in workerd. Prints tables and writes results.json, the chart and the figures in README.md.
// Options: --only replies|shapes|history|proxy, --rounds N, --quick (the smallest of each; writes nothing), --full (deep-chat with
// 100 kB and with 10,000 messages too, which takes it some four minutes each).
import { cpus } from 'node:os';
import { startDemo } from '../../demo/demo.ts';
import { UNLIMITED } from '../proxy/rig.ts';
import { type Browser, launchChromium } from '../tools/browser.ts';
import { ensureBuilt } from '../tools/build.ts';
import { readOptions } from '../tools/options.ts';
import { shapes } from './documents.ts';
import { measureDeepChatHistory, measureWidgetHistory } from './history.ts';
import { measureProxy, type Runtime } from './proxy.ts';
import { writeReport } from './report.ts';
import { type Results, readResults, writeResults } from './results.ts';
import { GaveUp, measureRun, type Product, type Run } from './runs.ts';
import { startStreamServer } from './stream-server.ts';
import { printHistory, printProxy, printReply } from './table.ts';

const { values } = readOptions({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string', default: '1' },
    full: { type: 'boolean', default: false },
  },
});

const kB = 1000;
const document = (size: number, every = 2): Run => ({ shape: 'document', bytes: size * kB, size: 20, every });
const replyRuns = values.quick ? [document(10)] : [document(10), document(100), document(300), document(30, 20)];
const shapeRuns = shapes
  .filter((shape) => shape !== 'document')
  .map((shape): Run => ({ shape, bytes: (values.quick ? 10 : 100) * kB, size: 20, every: 2 }));
const histories = values.quick ? [10] : [10, 1000, 10_000];

ensureBuilt();
const results: Results = { machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`, rows: [] };
const isWanted = (plan: string): boolean => !values.only || values.only === plan;

if (isWanted('replies') || isWanted('shapes') || isWanted('history')) await measureInBrowser();
if (isWanted('proxy')) await measureProxies();
if (!values.quick) {
  writeResults(results);
  writeReport(readResults());
}

/** A peer that does not get through is no reason to know nothing of the others. */
function told(product: Product, { bytes }: Run): (error: unknown) => void {
  return (error) => {
    if (product !== 'deep-chat' || !(error instanceof GaveUp)) throw error;
    console.log(`${product} with ${bytes / kB} kB: ${error.message}`);
  };
}

async function measureInBrowser(): Promise<void> {
  const server = await startStreamServer();
  const demo = await startDemo({ brain: 'scripted', settings: UNLIMITED });
  const browser: Browser = await launchChromium();
  try {
    const origins = { stream: server.origin, demo: demo.url };
    const measureReplies = async (plan: 'replies' | 'shapes', runs: readonly Run[], products: readonly Product[]) => {
      if (!isWanted(plan)) return;
      for (const run of runs) {
        for (let round = 0; round < Number(values.rounds); round++) {
          for (const product of products.filter((name) => name !== 'deep-chat' || isForDeepChat(run))) {
            const cost = await measureRun(browser, product, run, origins).catch(told(product, run));
            if (!cost) continue;
            const row = { plan, product, ...run, ...cost };
            printReply(row, results.rows.length === 0);
            results.rows.push(row);
          }
        }
      }
    };
    await measureReplies('replies', replyRuns, ['bare', 'once', 'markdown', 'letta-chat', 'deep-chat']);
    await measureReplies('shapes', shapeRuns, ['bare', 'markdown']);
    for (const messages of isWanted('history') ? histories : []) {
      const own = await measureWidgetHistory(browser, demo, messages);
      const others =
        messages <= 1000 || values.full ? [await measureDeepChatHistory(browser, server.origin, messages)] : [];
      for (const row of [own, ...others]) {
        printHistory(row, row.messages === histories[0] && row === own);
        results.rows.push({ plan: 'history', ...row });
      }
    }
  } finally {
    await browser.close();
    await demo.stop();
    server.close();
  }
}

/** It takes the square of the length: 100 kB are minutes, 300 kB would be half an hour. */
function isForDeepChat({ bytes, every }: Run): boolean {
  return bytes <= 10 * kB || (values.full && bytes <= 100 * kB && every < 10);
}

async function measureProxies(): Promise<void> {
  const plan = values.quick ? { events: 100, parallel: 5, held: 50 } : { events: 2000, parallel: 20, held: 1000 };
  for (const runtime of ['node', 'workerd'] as const satisfies readonly Runtime[]) {
    const row = await measureProxy(runtime, plan);
    printProxy(row, runtime === 'node');
    results.rows.push({ plan: 'proxy', ...row });
  }
}
