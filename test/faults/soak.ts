// `npm run test:soak`: thousands of turns, some of them on broken lines, and what the memory of client, proxy and page does
// meanwhile. Prints the figures as it goes; fails when something grows that should not. Takes minutes.
//   npm run test:soak -- --turns 500              fewer turns
//   npm run test:soak -- --only node | page       only the headless client with the proxy, or only the widget in Chromium

import { ensureBuilt } from '../tools/build.ts';
import { readOptions } from '../tools/options.ts';
import { type Bounds, describeRow, judgeGrowth, type Row } from './growth.ts';
import { NODE_BOUNDS, soakNode } from './soak-node.ts';

const { values } = readOptions({ options: { turns: { type: 'string', default: '2000' }, only: { type: 'string' } } });
const turns = Number(values.turns);

/** How often it is measured. */
const every = Math.max(1, Math.min(200, Math.floor(turns / 4)));

let passed = 0;
let failed = 0;

async function run(name: string, bounds: Bounds, soak: (told: (row: Row) => void) => Promise<void>): Promise<void> {
  console.log(`${name}: ${turns} turns`);
  const started = Date.now();
  const rows: Row[] = [];
  await soak((row) => {
    rows.push(row);
    console.log(describeRow(row));
  });
  console.log(`in ${((Date.now() - started) / 1000).toFixed(0)} s`);
  if (judgeGrowth(rows, bounds) === 0) passed += 1;
  else failed += 1;
}

/** Its imports come late: a browser's driver is not to be in the figures of the client. */
async function runPage(): Promise<void> {
  const { missingBrowser } = await import('../tools/browser.ts');
  const missing = missingBrowser('chromium');
  if (missing) return console.log(`skipped: the page (${missing})`);
  ensureBuilt();
  const { PAGE_BOUNDS, soakPage } = await import('./soak-page.ts');
  await run('page with the widget', PAGE_BOUNDS, (told) => soakPage(turns, every, told));
}

if (values.only !== 'page') await run('headless client and proxy', NODE_BOUNDS, (told) => soakNode(turns, every, told));
if (values.only !== 'node') await runPage();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
