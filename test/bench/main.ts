// `npm run bench`: what a streaming reply costs in a real browser, the widget and deep-chat side by side, with the bare floor and
// marked-once-at-the-end beside them, interleaved. Prints a table and writes results.json. Options: --quick (10 kB, one round),
// --only renderer|shapes|widgets|history, --rounds N, --long (deep-chat with 100 kB and with 10,000 messages,
// which takes it many minutes). What is not measured this time stays in results.json as it was.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startDemo } from '../../demo/demo.ts';
import { UNLIMITED } from '../proxy/rig.ts';
import { type Browser, launchChromium } from '../tools/browser.ts';
import { ensureBuilt } from '../tools/build.ts';
import { root } from '../tools/root.ts';
import { shapes } from './documents.ts';
import { measureDeepChatHistory, measureWidgetHistory } from './history.ts';
import { measureRun, type Product, type Run } from './runs.ts';
import { startStreamServer } from './stream-server.ts';
import { printHistory, printTable } from './table.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string', default: '1' },
    long: { type: 'boolean', default: false },
  },
});

const kB = 1000;
const fast = { size: 20, every: 2 };
const slow = { size: 20, every: 20 };

/** What is measured with which products; the products of one line run one after the other, round by round. */
const plans: readonly {
  readonly name: string;
  readonly products: readonly Product[];
  readonly runs: readonly Run[];
}[] = [
  {
    name: 'renderer',
    products: ['bare', 'once', 'markdown'],
    runs: [
      { shape: 'document', bytes: 10 * kB, ...fast },
      ...(values.quick
        ? []
        : [
            { shape: 'document', bytes: 100 * kB, ...fast } as const,
            { shape: 'document', bytes: 300 * kB, ...fast } as const,
            { shape: 'document', bytes: 30 * kB, ...slow } as const,
          ]),
    ],
  },
  {
    name: 'shapes',
    products: ['bare', 'markdown'],
    runs: values.quick
      ? []
      : shapes.filter((shape) => shape !== 'document').map((shape) => ({ shape, bytes: 100 * kB, ...fast })),
  },
  {
    name: 'widgets',
    products: ['letta-chat', 'deep-chat'],
    runs: (values.quick ? [10] : [10, 30, 100]).map((size) => ({ shape: 'document', bytes: size * kB, ...fast })),
  },
];

ensureBuilt();
const server = await startStreamServer();
const demo = await startDemo({ brain: 'scripted', settings: UNLIMITED });
const browser: Browser = await launchChromium();
const results: { readonly plan: string }[] = [];
try {
  for (const { name, products, runs } of plans.filter((plan) => !values.only || plan.name === values.only)) {
    for (const run of runs) {
      for (let round = 0; round < Number(values.rounds); round++) {
        for (const product of products) {
          // It takes the square of the length: minutes.
          if (product === 'deep-chat' && run.bytes > 30 * kB && !values.long) continue;
          const cost = await measureRun(browser, product, run, { stream: server.origin, demo: demo.url });
          const row = { product, ...run, ...cost };
          results.push({ plan: name, ...row });
          printTable([row], results.length === 1);
        }
      }
    }
  }
  if (!values.only || values.only === 'history') await measureHistory();
} finally {
  await browser.close();
  await demo.stop();
  server.close();
}
writeResults();

/** Keeps the rows of plans that were not measured now. */
function writeResults(): void {
  const file = join(root, 'test', 'bench', 'results.json');
  const before: typeof results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const kept = before.filter(({ plan }) => !results.some((result) => result.plan === plan));
  writeFileSync(file, `${JSON.stringify([...kept, ...results], null, 1)}\n`);
}

/** Conversations of these lengths, both widgets in turn. */
async function measureHistory(): Promise<void> {
  printHistory([], true);
  for (const messages of values.quick ? [10, 1000] : [10, 1000, 10_000]) {
    const rows = [await measureWidgetHistory(browser, demo, messages)];
    if (messages <= 1000 || values.long) rows.push(await measureDeepChatHistory(browser, server.origin, messages));
    results.push(...rows.map((row) => ({ plan: 'history', ...row })));
    printHistory(rows, false);
  }
}
