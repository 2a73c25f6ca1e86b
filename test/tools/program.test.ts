import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runProgram } from './program.ts';
import { scratchFolder } from './scratch.ts';

const run = (t: TestContext, program: string) =>
  runProgram(join(scratchFolder(t, { 'program.mjs': program }), 'program.mjs'));

test('the counts of a program are those of its summary line', async (t) => {
  const tally = await run(
    t,
    "console.log('something'); console.log('3 passed, 1 failed, 2 skipped'); process.exitCode = 1;",
  );
  assert.deepEqual(tally, { passed: 3, failed: 1, skipped: 2 });
});

test('a program that ends without a summary line counts as failed', async (t) => {
  assert.deepEqual(await run(t, "throw new Error('broken')"), { passed: 0, failed: 1, skipped: 0 });
  assert.deepEqual(await run(t, "process.kill(process.pid, 'SIGKILL')"), { passed: 0, failed: 1, skipped: 0 });
});

test('a program that ran nothing, or that ended badly without naming a failure, counts as failed', async (t) => {
  assert.deepEqual(await run(t, "console.log('0 passed, 0 failed')"), { passed: 0, failed: 1, skipped: 0 });
  const bad = await run(t, "console.log('3 passed, 0 failed'); process.exitCode = 2;");
  assert.deepEqual(bad, { passed: 3, failed: 1, skipped: 0 });
});
