// Builds dist/ when it is missing or older than what it is made of, for the tests and checks that need the built widget.
// How it is built is vite.config.ts's business; `npm run build` always builds.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';

const entry = join(root, 'dist', 'letta-chat.js');
const sources = [
  'widget/**/*.ts',
  'widget/themes/*.css',
  'proxy/protocol.ts',
  'vite.config.ts',
  'test/tools/{release,*-plugin}.ts',
  'package.json',
  'package-lock.json',
];

/** Makes sure that dist/ is fresh. Answers false where there is nothing to build yet; throws when the build fails. */
export function ensureBuilt(): boolean {
  if (!existsSync(join(root, 'vite.config.ts'))) return false;
  if (isFresh()) return true;
  console.log('Building dist/ …');
  const { status } = spawnSync(join(root, 'node_modules', '.bin', 'vite'), ['build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('vite build failed; its message is above.');
  return true;
}

function isFresh(): boolean {
  if (!existsSync(entry)) return false;
  const built = statSync(entry).mtimeMs;
  return globSync(sources, { cwd: root }).every((file) => statSync(join(root, file)).mtimeMs <= built);
}
