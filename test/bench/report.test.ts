// What README.md and its chart say of the bench is what was measured.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { chartFile, chartOf, readmeFile, withReport } from './report.ts';
import { readResults } from './results.ts';

test("README's figures are those of results.json", () => {
  const text = readFileSync(readmeFile, 'utf8');
  assert.equal(
    withReport(text, readResults()),
    text,
    'run `npm run bench`, or `node test/bench/rewrite.ts` after editing',
  );
});

test('the chart shows the figures of results.json', () => {
  assert.equal(readFileSync(chartFile, 'utf8'), chartOf(readResults()));
});

test('a README whose markers are gone is noticed', () => {
  assert.throws(() => withReport('no markers', readResults()), /bench:fast/);
});
