// `npm test`: every test of the project, part by part, and one line `N passed, N failed` at the end.
//   npm test -- core proxy              only these folders of test/ (or files: e2e/reload)
//   npm test -- browser --engine webkit only this engine (repeatable); then it must be installed
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.ts';
import { type EngineName, engineNames, findLauncher, remedies } from './engines.ts';
import { runNodeTests } from './node-tests.ts';
import { readOptions } from './options.ts';
import { runProgram } from './program.ts';
import { root } from './root.ts';
import { nothing, sum, summaryLine, type Tally } from './tally.ts';
import { wranglerEnvironment } from './wrangler.ts';

interface Part {
  readonly name: string;
  readonly run: () => Promise<Tally>;
}

const conformance = join(root, 'test', 'letta', 'run.ts');
Object.assign(process.env, wranglerEnvironment);
// An exit, unlike death by a signal, lets the parts end what they have started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const { values, positionals: filters } = readOptions({
  allowPositionals: true,
  options: { engine: { type: 'string', multiple: true } },
});
const files = globSync('test/**/*.test.ts', { cwd: root }).map((file) => file.replaceAll('\\', '/'));
const unmatched = filters.find((name) => name !== 'letta' && !files.some((file) => isNamed(file, name)));
if (unmatched) {
  console.error(`No tests match "${unmatched}". Name folders of test/, or the beginning of a file in one.`);
  process.exit(1);
}
const parts = planParts();
const tallies: Tally[] = [];
for (const part of parts) tallies.push(await runPart(part));
const total = sum(tallies);
console.log(`\n${summaryLine(total)}`);
// Not left to the event loop: a browser or a server that a failed part left behind would keep it going.
process.exit(total.failed > 0 ? 1 : 0);

/** The parts of the run in their order: fast and sure ones first. */
function planParts(): Part[] {
  const isChosen = (file: string) => filters.length === 0 || filters.some((name) => isNamed(file, name));
  const chosen = files.filter(isChosen).sort();
  const inFolder = (name: string) => chosen.filter((file) => file.startsWith(`test/${name}/`));
  const special = ['worker', 'e2e', 'letta', 'browser'];
  const plain = new Set(chosen.map((file) => file.split('/')[1] ?? '').filter((name) => !special.includes(name)));
  const parts = [...plain, 'worker', 'e2e']
    .map((name) => ({ name, files: inFolder(name) }))
    .filter(({ files }) => files.length > 0)
    .map(({ name, files }): Part => ({ name, run: () => runNodePart(name, files) }));
  if (filters.length === 0 || filters.includes('letta')) {
    parts.push({ name: 'letta (simulator)', run: () => runProgram(conformance, '--simulator-only') });
  }
  const elements = inFolder('browser');
  if (elements.length > 0) parts.push({ name: 'browser', run: () => runInEngines(elements) });
  return parts;
}

/** Whether a filter names the file: by its folder, or by the beginning of its path below test/. */
function isNamed(file: string, filter: string): boolean {
  return file.startsWith(`test/${filter.includes('/') ? filter : `${filter}/`}`);
}

async function runPart({ name, run }: Part): Promise<Tally> {
  console.log(`\n── ${name} ──`);
  const started = Date.now();
  const tally = await run().catch((error: unknown) => {
    console.error(error);
    return { ...nothing, failed: 1 };
  });
  console.log(`${name}: ${summaryLine(tally)} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return tally;
}

async function runNodePart(name: string, files: readonly string[]): Promise<Tally> {
  const absolute = files.map((file) => join(root, file));
  // These start the proxy or the demo as a whole, and those serve the built widget. They wait for browsers and replies
  // more than they compute, so some go at a time.
  const whole = name === 'worker' || name === 'e2e';
  if (whole) ensureBuilt();
  return runNodeTests(absolute, root, whole ? { atOnce: name === 'e2e' ? 3 : 2 } : {});
}

/** The element tests in each engine; one that is not installed is named. */
async function runInEngines(files: readonly string[]): Promise<Tally> {
  const wanted = values.engine ?? engineNames;
  const unknown = wanted.find((name) => !isEngineName(name));
  if (unknown) throw new Error(`--engine ${unknown}: there is no such engine. Say ${engineNames.join(', ')}.`);
  const found = wanted.filter(isEngineName).map((name) => ({ name, launcher: findLauncher(name) }));
  const missing = found.filter(({ launcher }) => !launcher);
  for (const { name } of missing) console.log(`skipped: ${name} is not installed (${remedies[name]})`);
  const launchers = found.flatMap(({ launcher }) => launcher ?? []);
  // Imported late: without an engine, and for the other parts, Web Test Runner's 0.7 s of loading is not needed.
  const { runBrowserTests } = await import('./browser-tests.ts');
  const ran = launchers.length ? await runBrowserTests(files, launchers) : nothing;
  const absent = values.engine ? { ...nothing, failed: missing.length } : { ...nothing, skipped: missing.length };
  return sum([ran, absent]);
}

function isEngineName(name: string): name is EngineName {
  return engineNames.some((known) => known === name);
}
