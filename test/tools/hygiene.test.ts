// Tests what is committed: nothing of the machine that wrote it, and a pure core.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { root } from './root.ts';

const tracked = existsSync(join(root, '.git'))
  ? execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0')
  : undefined;
const noCheckout = { skip: tracked ? false : 'not a git checkout' };

/** Every line of the tracked text files that matches, as `file:line`. This file, which names what it looks for, is left out. */
function find(pattern: RegExp, inFiles = /./): string[] {
  const files = (tracked ?? []).filter(
    (file) => inFiles.test(file) && basename(file) !== basename(import.meta.filename),
  );
  return files.flatMap((file) => {
    const path = join(root, file);
    const text = file && existsSync(path) ? readFileSync(path, 'utf8') : '';
    if (text.includes('\0')) return [];
    return text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : []));
  });
}

test('the lock file says no registry to fetch from, so that npm ci takes the one it is told', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, object>;
  };
  const resolved = Object.entries(lock.packages).filter(([, entry]) => 'resolved' in entry);
  assert.ok(Object.keys(lock.packages).length > 100);
  assert.deepEqual(
    resolved.map(([path]) => path),
    [],
  );
});

test('no tracked file names a package registry', noCheckout, () => {
  assert.deepEqual(
    find(
      /https?:\/\/(registry\.|[^\s/'"]*(artifactory|nexus|verdaccio|pkg\.dev|pypi))|\b(registry|index-url)\s*=\s*\S/,
    ),
    [],
  );
});

test('no tracked file names a path of the machine that wrote it', noCheckout, () => {
  assert.deepEqual(find(/(?<![\w.~:*$}/-])\/(work|root|home\/\w+|Users\/\w+)\//), []);
});

test('no tracked file holds something that looks like a secret', noCheckout, () => {
  assert.deepEqual(
    find(/\b(sk-let-[\w-]{20,}|sk-[A-Za-z0-9]{32,}|AKIA[0-9A-Z]{16}|ghp_\w{30,})|-----BEGIN [A-Z ]*PRIVATE KEY/),
    [],
  );
});

test('the core draws no random numbers and reads no clock', noCheckout, () => {
  // The linter denies the globals it can name; Math it must allow, for Math.max.
  assert.deepEqual(find(/\bMath\.random|\bDate\.now|\bDate\(\)|\bperformance\.now/, /^widget\/core\//), []);
});
