// npm run test:letta: one set of suites (*.suite.ts of this folder) against the simulator and against a real Letta server, with and
// without Redis. Prints what is checked and, last, `N passed, N failed`; exits with 1 when anything failed.
//
//   node test/letta/run.ts [--simulator-only | --letta-only] [--only TEXT ...]
//     --simulator-only   nothing but the simulator
//     --letta-only       nothing but the real server
//     --only TEXT        only the suites whose file name holds that text (may be repeated)
//   LETTA_CONFORMANCE_URL=http://…   uses that server in place of one of its own (its model has to be model.ts);
//   LETTA_CONFORMANCE_REDIS=0        says that it has no Redis
//
// A suite finds its server in LETTA_TARGET_URL, LETTA_TARGET_NAME and LETTA_TARGET_REDIS (1 or 0).
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { parseArgs } from 'node:util';
import { runningTarget, startLetta, startSimulator, type Target } from './targets.ts';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const { values: options } = parseArgs({
  options: {
    'simulator-only': { type: 'boolean', default: false },
    'letta-only': { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [''] },
  },
});
const count: Count = { passed: 0, failed: 0, skipped: 0 };
let running: Target | null = null;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void interrupt());
for (const start of starters()) await runTarget(start);
const skipped = count.skipped > 0 ? ` (${count.skipped} did not apply to their server)` : '';
console.log(`\n${count.passed} passed, ${count.failed} failed${skipped}`);
process.exitCode = count.failed === 0 ? 0 : 1;

/** What to run against, one after the other. */
function starters(): (() => Promise<Target>)[] {
  const simulators = [() => startSimulator({ redis: true }), () => startSimulator({ redis: false })];
  if (options['simulator-only']) return simulators;
  const url = process.env['LETTA_CONFORMANCE_URL'];
  const running = async () => runningTarget(url ?? '', process.env['LETTA_CONFORMANCE_REDIS'] !== '0');
  const real = url ? [running] : [() => startLetta({ redis: true }), () => startLetta({ redis: false })];
  return options['letta-only'] ? real : [...simulators, ...real];
}

async function runTarget(start: () => Promise<Target>): Promise<void> {
  let target: Target;
  try {
    target = await start();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.log(`\n✖ ${error.message}`);
    count.failed++;
    return;
  }
  running = target;
  const started = performance.now();
  console.log(`\nAgainst ${target.name} (${target.baseUrl})`);
  process.env['LETTA_TARGET_URL'] = target.baseUrl;
  process.env['LETTA_TARGET_NAME'] = target.name;
  process.env['LETTA_TARGET_REDIS'] = target.hasRedis ? '1' : '0';
  try {
    await runSuites();
  } finally {
    running = null;
    await target.stop();
  }
  console.log(`  ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** No server is left behind. */
async function interrupt(): Promise<void> {
  await running?.stop();
  process.exit(130);
}

async function runSuites(): Promise<void> {
  const files = globSync('*.suite.ts', { cwd: import.meta.dirname })
    .filter((file) => options.only.some((text) => file.includes(text)))
    .sort()
    .map((file) => join(import.meta.dirname, file));
  const events = run({ files, concurrency: 1 });
  let file = '';
  events.on('test:pass', (test) => {
    file = printFile(file, test.file);
    const skip = test.skip !== undefined;
    count[skip ? 'skipped' : 'passed']++;
    if (!skip) console.log(`  ✔ ${test.name}`);
  });
  events.on('test:fail', (test) => {
    file = printFile(file, test.file);
    count.failed++;
    console.log(`  ✖ ${test.name}`);
    console.log(String(test.details.error.cause ?? test.details.error).replace(/^/gm, '      '));
  });
  events.on('test:stderr', ({ message }) => process.stderr.write(message));
  for await (const event of events) void event;
}

/** Prints a suite's heading when it is another than the last one's. */
function printFile(last: string, file: string | undefined): string {
  if (file === undefined || file === last) return last;
  const name = /([\w-]+)\.suite\.ts$/.exec(file)?.[1] ?? file;
  console.log(` ${name.replaceAll('-', ' ')}`);
  return file;
}
