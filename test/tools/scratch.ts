// Throw-away test files for the tests of the test runner itself.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { root } from './root.ts';

/**
 * Makes a folder in .cache/ (which git ignores), removed when the test ends, and writes the files into it.
 * Inside the checkout, so that imports resolve and the browsers' server may serve it. Answers the folder.
 */
export function scratchFolder(t: TestContext, files: Readonly<Record<string, string>> = {}): string {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache', 'scratch-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
