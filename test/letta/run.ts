// npm run test:letta: one set of suites (*.suite.ts of this folder) against the simulator and against a real Letta server, with and
// without Redis, all at a time: they wait for models and pings most of it. Prints what is checked, server by server, and last
// `N passed, N failed`; exits with 1 when anything failed.
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
import { readOptions } from '../tools/options.ts';
import { runningTarget, startLetta, startSimulator, type Target } from './targets.ts';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const { values: options } = readOptions({
  options: {
    'simulator-only': { type: 'boolean', default: false },
    'letta-only': { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [''] },
  },
});
const count: Count = { passed: 0, failed: 0, skipped: 0 };
const running = new Set<Target>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void interrupt());
await runAll(starters());
const skipped = count.skipped > 0 ? ` (${count.skipped} did not apply to their server)` : '';
console.log(`\n${count.passed} passed, ${count.failed} failed${skipped}`);
process.exitCode = count.failed === 0 ? 0 : 1;

type Print = (line: string) => void;

/** Runs against all of them at a time. What is printed stays in order: the first at once, the next when it has ended. */
async function runAll(all: readonly (() => Promise<Target>)[]): Promise<void> {
  const outputs = all.map(() => createOutput());
  const runs = all.map((start, i) => runTarget(start, outputs[i]!.print));
  for (const [i, output] of outputs.entries()) {
    output.open();
    await runs[i];
  }
}

/** Keeps lines back until it is opened. */
function createOutput(): { print: Print; open: () => void } {
  let kept: string[] | null = [];
  return {
    print: (line) => (kept ? kept.push(line) : console.log(line)),
    open() {
      for (const line of kept ?? []) console.log(line);
      kept = null;
    },
  };
}

/** What to run against. */
function starters(): (() => Promise<Target>)[] {
  const simulators = [() => startSimulator({ redis: true }), () => startSimulator({ redis: false })];
  if (options['simulator-only']) return simulators;
  const url = process.env['LETTA_CONFORMANCE_URL'];
  const given = async () => runningTarget(url ?? '', process.env['LETTA_CONFORMANCE_REDIS'] !== '0');
  const real = url ? [given] : [() => startLetta({ redis: true }), () => startLetta({ redis: false })];
  return options['letta-only'] ? real : [...simulators, ...real];
}

async function runTarget(start: () => Promise<Target>, print: Print): Promise<void> {
  let target: Target;
  try {
    target = await start();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    print(`\n✖ ${error.message}`);
    count.failed++;
    return;
  }
  running.add(target);
  const started = performance.now();
  print(`\nAgainst ${target.name} (${target.baseUrl})`);
  try {
    await runSuites(target, print);
  } finally {
    running.delete(target);
    await target.stop();
  }
  print(`  ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** No server is left behind. */
async function interrupt(): Promise<void> {
  await Promise.all([...running].map((target) => target.stop()));
  process.exit(130);
}

async function runSuites({ baseUrl, name, hasRedis }: Target, print: Print): Promise<void> {
  const files = globSync('*.suite.ts', { cwd: import.meta.dirname })
    .filter((file) => options.only.some((text) => file.includes(text)))
    .sort()
    .map((file) => join(import.meta.dirname, file));
  const target = { LETTA_TARGET_URL: baseUrl, LETTA_TARGET_NAME: name, LETTA_TARGET_REDIS: hasRedis ? '1' : '0' };
  const events = run({ files, concurrency: 1, env: { ...process.env, ...target } });
  let file = '';
  events.on('test:pass', (test) => {
    file = printFile(file, test.file, print);
    const skip = test.skip !== undefined;
    count[skip ? 'skipped' : 'passed']++;
    if (!skip) print(`  ✔ ${test.name}`);
  });
  events.on('test:fail', (test) => {
    file = printFile(file, test.file, print);
    count.failed++;
    print(`  ✖ ${test.name}`);
    print(String(test.details.error.cause ?? test.details.error).replace(/^/gm, '      '));
  });
  events.on('test:stderr', ({ message }) => process.stderr.write(message));
  for await (const event of events) void event;
}

/** Prints a suite's heading when it is another than the last one's. */
function printFile(last: string, file: string | undefined, print: Print): string {
  if (file === undefined || file === last) return last;
  const name = /([\w-]+)\.suite\.ts$/.exec(file)?.[1] ?? file;
  print(` ${name.replaceAll('-', ' ')}`);
  return file;
}
