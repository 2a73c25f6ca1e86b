import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { root } from './root.ts';
import { scratchFolder } from './scratch.ts';
import { parseSummaryLine } from './tally.ts';

const modules = ['node-tests', 'tally'].map((name) => JSON.stringify(join(root, 'test', 'tools', `${name}.ts`)));
const program = `
  import { runNodeTests } from ${modules[0]};
  import { summaryLine } from ${modules[1]};
  console.log(summaryLine(await runNodeTests([process.argv[2]], '/', { test: 500, silence: 2000 })));`;

/** Runs a test file that consists of the given lines, and answers its tally and what was printed. */
async function runFile(t: TestContext, ...lines: string[]) {
  const head = "import { after, before, describe, test } from 'node:test';";
  const folder = scratchFolder(t, { 'sample.test.ts': [head, ...lines].join('\n'), 'program.ts': program });
  // Without this node:test takes the inner run for a recursion and runs nothing.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const paths = [join(folder, 'program.ts'), join(folder, 'sample.test.ts')];
  const { stdout } = await promisify(execFile)(process.execPath, paths, { env });
  return { printed: stdout, tally: parseSummaryLine(stdout.trim().split('\n').at(-1) ?? '') };
}

test('passed, failed, skipped and to-do tests are counted, suites are not', async (t) => {
  const { tally, printed } = await runFile(
    t,
    "describe('suite', () => { test('one', () => {}); test('two', () => { throw new Error('two is wrong'); }); });",
    "test('three', { skip: true }, () => {});",
    "test('four', { todo: true }, () => { throw new Error('not yet'); });",
  );
  assert.deepEqual(tally, { passed: 1, failed: 1, skipped: 2 });
  assert.match(printed, /two is wrong/);
});

test('a file that does not load counts as failed', async (t) => {
  const { tally, printed } = await runFile(t, "import './not-there.ts';", "test('one', () => {});");
  assert.deepEqual(tally, { passed: 0, failed: 1, skipped: 0 });
  assert.match(printed, /not-there/);
});

test('a file without tests counts as failed', async (t) => {
  const { tally } = await runFile(t);
  assert.deepEqual(tally, { passed: 0, failed: 1, skipped: 0 });
});

test('a file that ends before its tests did counts as failed', async (t) => {
  const { tally } = await runFile(t, "test('one', () => process.exit(0)); test('two', () => {});");
  assert.deepEqual(tally, { passed: 0, failed: 1, skipped: 0 });
});

test('a file whose process is killed counts as failed', async (t) => {
  const { tally, printed } = await runFile(t, "test('one', () => process.kill(process.pid, 'SIGKILL'));");
  assert.deepEqual(tally, { passed: 0, failed: 1, skipped: 0 });
  assert.match(printed, /SIGKILL/);
});

test('a failing hook counts as failed although the tests of its suite passed', async (t) => {
  const { tally } = await runFile(
    t,
    "describe('suite', () => { after(() => { throw new Error('after'); }); test('one', () => {}); });",
  );
  assert.deepEqual(tally, { passed: 1, failed: 1, skipped: 0 });
});

test('a failing hook of the file counts as failed', async (t) => {
  const { tally } = await runFile(t, "after(() => { throw new Error('after'); });", "test('one', () => {});");
  assert.deepEqual(tally, { passed: 1, failed: 1, skipped: 0 });
});

test('a rejection after the end of its test counts as failed', async (t) => {
  const { tally, printed } = await runFile(
    t,
    "test('one', () => { setTimeout(() => Promise.reject(new Error('late')), 5); });",
  );
  assert.deepEqual(tally, { passed: 1, failed: 1, skipped: 0 });
  assert.match(printed, /late/);
});

test('a test that never ends and a file that never ends count as failed', async (t) => {
  const endless = await runFile(t, "test('one', () => new Promise((resolve) => setTimeout(resolve, 1e6)));");
  // The test, and the file whose process the timer keeps alive.
  assert.deepEqual(endless.tally, { passed: 0, failed: 2, skipped: 0 });
  const open = await runFile(t, "setInterval(() => {}, 1000); test('one', () => {});");
  assert.deepEqual(open.tally, { passed: 1, failed: 1, skipped: 0 });
  assert.match(open.printed, /left open/);
});
