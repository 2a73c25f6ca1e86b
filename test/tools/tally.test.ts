import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSummaryLine, sum, summaryLine } from './tally.ts';

test('the summary line names the skipped tests only where there are some', () => {
  assert.equal(summaryLine({ passed: 3, failed: 0, skipped: 0 }), '3 passed, 0 failed');
  assert.equal(summaryLine({ passed: 3, failed: 1, skipped: 2 }), '3 passed, 1 failed, 2 skipped');
});

test('a summary line is read back, and no other line is taken for one', () => {
  assert.deepEqual(parseSummaryLine('3 passed, 1 failed, 2 skipped\n'), { passed: 3, failed: 1, skipped: 2 });
  assert.deepEqual(parseSummaryLine('0 passed, 0 failed'), { passed: 0, failed: 0, skipped: 0 });
  const remarked = parseSummaryLine('3 passed, 0 failed (2 did not apply)');
  assert.deepEqual(remarked, { passed: 3, failed: 0, skipped: 0 });
  assert.equal(parseSummaryLine('core: 3 passed, 1 failed'), undefined);
});

test('tallies add up', () => {
  const total = sum([
    { passed: 1, failed: 2, skipped: 3 },
    { passed: 10, failed: 20, skipped: 30 },
  ]);
  assert.deepEqual(total, { passed: 11, failed: 22, skipped: 33 });
});
