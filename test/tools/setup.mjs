// Runs before every npm script: installs the packages when they are missing or older than the lock file.
// Plain JavaScript with built-ins only, because on a fresh clone it runs on whatever Node the machine has and without packages.
// What needs a newer Node gets it from the package `node`, which npm puts first in the PATH of the script that follows.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const lockFile = join(root, 'package-lock.json');
// npm writes here what it has installed.
const installedFile = join(root, 'node_modules', '.package-lock.json');
const localNode = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

function stop(message) {
  console.error(`\n${message}\n`);
  process.exit(1);
}

/** Whether everything that is installed is of the version in the lock file, and nothing that must be there is missing. */
function matchesLock() {
  const locked = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(locked).every(([path, entry]) => {
    if (path === '') return true;
    const there = installed[path];
    return there ? there.version === entry.version : entry.optional === true || entry.peer === true;
  });
}

/** Why an installation is due, or nothing when it is not. */
function reasonToInstall() {
  if (!existsSync(installedFile)) return 'No packages are installed yet';
  if (!existsSync(localNode)) return 'The package "node" is not installed completely';
  if (statSync(installedFile).mtimeMs >= statSync(lockFile).mtimeMs) return undefined;
  if (!matchesLock()) return 'The lock file has changed since the packages were installed';
  // Only touched (a checkout, an edit by hand): note it, so that the next start need not compare again.
  const now = new Date();
  utimesSync(installedFile, now, now);
  return undefined;
}

function install() {
  // Below "error" npm lists the packages that ask for a newer Node than npm runs on; they get theirs from the package `node`.
  const { status, error } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) stop(`npm could not be started: ${error.message}\nInstall npm (it comes with Node) and try again.`);
  if (status !== 0) {
    stop('npm ci failed; its own message is above. Check the network and the registry (npm ping), then try again.');
  }
  if (spawnSync(localNode, ['--version'], { shell: process.platform === 'win32' }).status !== 0) {
    stop(
      'The package "node" was installed without its binary: npm was told not to run install scripts.\n' +
        'Run: npm rebuild node --ignore-scripts=false',
    );
  }
}

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  stop(`letta-chat needs Node ${OLDEST_NODE} or newer; this is ${process.version}. Get a newer one from nodejs.org.`);
}
const reason = reasonToInstall();
if (reason) {
  console.log(`${reason}: running npm ci (about 800 MB with test browser and workerd; half a minute to two minutes) …`);
  const started = Date.now();
  install();
  console.log(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}
