import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { runBrowserTests } from './browser-tests.ts';
import { findLauncher } from './engines.ts';
import { scratchFolder } from './scratch.ts';

const chromium = findLauncher('chromium');

// Each file alone would do; together they share one start of the browser.
test('what breaks a page test file is counted as failed', { skip: chromium ? false : 'no Chromium' }, async (t) => {
  const folder = scratchFolder(t, {
    'counts.test.ts': "it('a', () => {}); it.skip('b', () => {}); it('c', () => { throw new Error('bad'); });",
    'does-not-load.test.ts': "import './missing.js'; it('never', () => {});",
    'empty.test.ts': 'export {};',
    'hook.test.ts': "describe('s', () => { after(() => { throw new Error('after'); }); it('a', () => {}); });",
    'rejection.test.ts':
      "it('a', () => { Promise.reject(new Error('late')); }); it('b', () => new Promise((r) => setTimeout(r, 50)));",
  });
  assert.ok(chromium);
  const tally = await runBrowserTests([join(folder, '*.test.ts')], [chromium]);
  // counts 1/1/1, does-not-load 0/1, empty 0/1, hook 1/1, rejection 2/1
  assert.deepEqual(tally, { passed: 4, failed: 5, skipped: 1 });
});
