// Tests setup.mjs in a copy of the checkout's bones, with a program named npm that only notes how it was called.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { root } from './root.ts';
import { scratchFolder } from './scratch.ts';

const lock = (version: string) => ({
  '': { name: 'sample' },
  'node_modules/a': { version },
  'node_modules/for-another-system': { version: '1.0.0', optional: true },
});
const installed = (version: string) => JSON.stringify({ packages: { 'node_modules/a': { version } } });
const minute = 60_000;
const fakeInstallation =
  "mkdir -p node_modules/.bin; cd node_modules/.bin; printf '#!/bin/sh\\n' > node; chmod +x node";

/** A checkout whose lock file wants version 2 of its one package. */
function checkout(t: TestContext, npm = fakeInstallation) {
  const folder = scratchFolder(t, { 'package-lock.json': JSON.stringify({ packages: lock('2.0.0') }) });
  mkdirSync(join(folder, 'test', 'tools'), { recursive: true });
  mkdirSync(join(folder, 'bin'));
  copyFileSync(join(root, 'test', 'tools', 'setup.mjs'), join(folder, 'test', 'tools', 'setup.mjs'));
  writeFileSync(join(folder, 'bin', 'npm'), `#!/bin/sh\necho "$@" > called\n${npm}\n`);
  chmodSync(join(folder, 'bin', 'npm'), 0o755);
  return folder;
}

/** Puts packages of that version there, installed that long before or after the lock file was written. */
function install(folder: string, version: string, milliseconds: number): void {
  mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true });
  writeFileSync(join(folder, 'node_modules', '.bin', 'node'), '');
  const file = join(folder, 'node_modules', '.package-lock.json');
  writeFileSync(file, installed(version));
  const time = new Date(Date.now() + milliseconds);
  utimesSync(file, time, time);
}

function setUp(folder: string) {
  const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` };
  const result = spawnSync(process.execPath, ['test/tools/setup.mjs'], { cwd: folder, env, encoding: 'utf8' });
  const called = join(folder, 'called');
  return { ...result, called: existsSync(called) ? readFileSync(called, 'utf8').trim() : 'nothing' };
}

test('on a fresh clone the packages are installed, and the reader is told why it takes a while', (t) => {
  const result = setUp(checkout(t));
  assert.equal(result.status, 0, result.stderr);
  assert.match(result.called, /^ci\b/);
  assert.match(result.stdout, /No packages are installed yet: running npm ci/);
});

test('packages that are newer than the lock file are left alone, silently', (t) => {
  const folder = checkout(t);
  install(folder, '2.0.0', minute);
  const result = setUp(folder);
  assert.deepEqual([result.status, result.called, result.stdout], [0, 'nothing', '']);
});

test('an older installation of other versions is renewed', (t) => {
  const folder = checkout(t);
  install(folder, '1.0.0', -minute);
  const result = setUp(folder);
  assert.match(result.called, /^ci\b/);
  assert.match(result.stdout, /The lock file has changed/);
});

test('an older installation of the right versions is left alone: the lock file was only touched', (t) => {
  const folder = checkout(t);
  install(folder, '2.0.0', -minute);
  assert.equal(setUp(folder).called, 'nothing');
});

test('when npm ci fails, so does the script, and says what to do', (t) => {
  const result = setUp(checkout(t, 'exit 7'));
  assert.equal(result.status, 1);
  assert.match(result.stderr, /npm ci failed.*Check the network/s);
});

test('an installation without the newer Node is named, with the remedy', (t) => {
  const result = setUp(checkout(t, 'mkdir -p node_modules'));
  assert.equal(result.status, 1);
  assert.match(result.stderr, /npm rebuild node/);
});
