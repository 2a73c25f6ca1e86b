// `npm run test:attacks`: every item of BEHAVIOUR.md's second half on Node and in workerd, then the fuzzing; one table, and one
// line `N passed, N failed` at the end (cases, not files).
//   npm run test:attacks -- --kind Node            only there
//   npm run test:attacks -- --item 5               only this item (repeatable), without the fuzzing
//   npm run test:attacks -- --seed a --requests 10000 --answers 2000
//   npm run test:attacks -- --seed a --only 4711   only that request of the fuzzing
import { join } from 'node:path';
import { type FuzzReport, fuzzRequests } from '../fuzz/fuzz-requests.ts';
import { fuzzUpstream } from '../fuzz/fuzz-upstream.ts';
import { attacks } from '../markdown/attacks.ts';
import { missingBrowser } from '../tools/browser.ts';
import { runNodeTests } from '../tools/node-tests.ts';
import { readOptions } from '../tools/options.ts';
import { root } from '../tools/root.ts';
import { nothing, sum, summaryLine, type Tally } from '../tools/tally.ts';
import type { Outcome } from './attack.ts';
import { items } from './items/index.ts';
import { type Kind, startStage } from './stage.ts';
import { runItems } from './suite.ts';
import { type Row, rowOf, table } from './table.ts';

const { values } = readOptions({
  options: {
    kind: { type: 'string', multiple: true, default: ['Node', 'workerd'] },
    item: { type: 'string', multiple: true },
    seed: { type: 'string', default: String(Date.now()) },
    requests: { type: 'string', default: '10000' },
    answers: { type: 'string', default: '2000' },
    only: { type: 'string' },
  },
});

const kinds = values.kind as Kind[];
const only = values.only === undefined ? undefined : Number(values.only);
const tallies: Tally[] = [];
const rows: Row[] = [];

if (only === undefined) {
  await attackProxies();
  await attackWidget();
  console.log(
    `\n${table(
      rows.sort((a, b) => a.number - b.number),
      kinds,
    )}\n`,
  );
}
if (values.item === undefined) for (const kind of kinds) await fuzz(kind);
const total = sum(tallies);
console.log(`\n${summaryLine(total)}`);
process.exit(total.failed > 0 ? 1 : 0);

async function attackProxies(): Promise<void> {
  const chosen = items.filter(({ number }) => values.item?.includes(String(number)) ?? true);
  const outcomes = new Map(chosen.map((item) => [item, new Map<Kind, Outcome>()]));
  for (const kind of kinds) {
    console.log(`\n── ${kind} ──`);
    await runItems(chosen, kind, (outcome) => {
      outcomes.get(outcome.item)?.set(kind, outcome);
      report(`${outcome.item.number}. ${outcome.item.title}`, outcome.tried, outcome.failures);
      for (const note of outcome.notes) console.log(`    ${note}`);
    });
  }
  for (const [item, found] of outcomes) rows.push(rowOf(item, found));
}

/** 10 and 11: what a reply may do in the browser is tried where the widget's Markdown is tested, with its corpus. */
async function attackWidget(): Promise<void> {
  if (values.item && !values.item.some((item) => item === '10' || item === '11')) return;
  console.log('\n── the widget, in Chromium ──');
  if (missingBrowser('chromium')) {
    console.log('skipped: Chromium is not installed');
    return void tallies.push({ ...nothing, skipped: 1 });
  }
  const { failed } = await runNodeTests([join(root, 'test', 'markdown', 'attacks.test.ts')], root);
  const cases = new Set(attacks).size;
  report(
    '10. Script in a reply, 11. data smuggled out (each at once and streamed)',
    cases,
    failed ? ['see above'] : [],
  );
  const reached = `a corpus of ${cases} replies in Chromium: nothing run, nothing requested`;
  rows.push({ number: 10, title: 'Script in a reply', cases: {}, reached });
  rows.push({ number: 11, title: 'Data smuggled out through an image or link', cases: {}, reached: 'the same corpus' });
}

async function fuzz(kind: Kind): Promise<void> {
  const { seed } = values;
  console.log(`── fuzzing ${kind}, seed ${seed} ──`);
  const share = kind === 'Node' ? 1 : 0.25; // wrangler's development server is slow, and stands in the way
  const count = (text: string) => (only === undefined ? Math.round(Number(text) * share) : Number.POSITIVE_INFINITY);
  const requests = await startStage(kind);
  report(
    'random requests',
    ...numbersOf(
      await fuzzRequests(requests, {
        seed,
        count: Math.min(count(values.requests), (only ?? Number.POSITIVE_INFINITY) + 1),
        only,
      }),
    ),
  );
  await requests.close();
  if (only !== undefined) return;
  const answers = await startStage(kind);
  report('random answers of Letta', ...numbersOf(await fuzzUpstream(answers, { seed, count: count(values.answers) })));
  await answers.close();
}

function numbersOf({ tried, failures, statuses, routes, reached }: FuzzReport): [number, readonly string[]] {
  const counted = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  console.log(
    `    ${routes.size} routes, ${reached} calls reached Letta, all allowed${counted.length ? `; answers ${counted.join(', ')}` : ''}`,
  );
  return [tried, failures];
}

function report(name: string, tried: number, failures: readonly string[]): void {
  const failed = Math.min(failures.length, Math.max(tried, 1));
  tallies.push({ ...nothing, passed: Math.max(0, tried - failed), failed });
  console.log(
    `${failures.length ? '✗' : '✓'} ${name}: ${tried} cases${failures.length ? `, ${failures.length} failed` : ''}`,
  );
  for (const failure of failures.slice(0, 20)) console.log(`    ✗ ${failure}`);
}
