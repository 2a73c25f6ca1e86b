// Tests the package as its users get it: what it exports can be imported on a server, its types check, and it holds what it must.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { ensureBuilt } from './build.ts';
import { root } from './root.ts';
import { scratchFolder } from './scratch.ts';

const tsc = join(root, 'node_modules', '.bin', 'tsc');
const { bin, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  bin: string;
  exports: Record<string, string | Record<string, string>>;
};

before(() => {
  ensureBuilt();
  execFileSync(tsc, ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  execFileSync(process.execPath, [join(root, 'test', 'tools', 'manifest.ts')], { cwd: root, stdio: 'inherit' });
});

test('every file that the package exports is built', () => {
  const files = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? target : Object.values(target),
  );
  assert.deepEqual(
    files.filter((file) => globSync(file, { cwd: root }).length === 0),
    [],
  );
});

// Node resolves the package's own name by its exports, as it does for whoever installed it.
for (const [name, expected] of [
  ['letta-chat', 'LettaChat'],
  ['letta-chat/define', 'LettaChat'],
  ['letta-chat/client', 'createChatClient'],
  ['letta-chat/proxy', 'createProxy'],
  ['letta-chat/proxy/node', 'startNode'],
] as const) {
  test(`${name} can be imported where there is no DOM`, async () => {
    const module: Record<string, unknown> = await import(name);
    assert.equal(typeof module[expected], 'function');
  });
}

test('the command letta-chat runs as it is installed, and says how it is called', () => {
  const { status, stdout } = spawnSync(process.execPath, [join(root, bin)], { encoding: 'utf8' });
  assert.equal(status, 2);
  assert.match(stdout, /letta-chat doctor/);
  assert.match(readFileSync(join(root, bin), 'utf8'), /^#!\/usr\/bin\/env node\n/);
});

test('a strict TypeScript project can use the types', (t) => {
  const folder = scratchFolder(t, {
    'page.ts': `
      import { LettaChat } from 'letta-chat';
      import { createChatClient } from 'letta-chat/client';
      import { createProxy } from 'letta-chat/proxy';
      export const mode: 'floating' | 'inline' | 'page' = new LettaChat().mode;
      // @ts-expect-error: were the types not found, all would be any, and this no error
      export const wrong: number = new LettaChat().mode;
      export const functions: readonly Function[] = [createChatClient, createProxy];`,
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        target: 'ES2022',
        module: 'nodenext',
        lib: ['ES2023', 'DOM', 'DOM.Iterable'],
        types: [],
        strict: true,
        skipLibCheck: true,
        noEmit: true,
      },
      include: ['page.ts'],
    }),
  });
  assert.doesNotThrow(() => execFileSync(tsc, ['-p', folder], { cwd: folder, stdio: 'inherit' }));
});

test('the packed package holds the script and the library, and none of the sources', () => {
  const report = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const [packed] = JSON.parse(report) as [{ files: { path: string }[] }];
  const paths = packed.files.map(({ path }) => path);
  for (const wanted of [
    'dist/letta-chat.js',
    'dist/themes/ink.css',
    'dist/custom-elements.json',
    'dist/npm/widget/index.d.ts',
    'LICENSE',
    'README.md',
  ]) {
    assert.ok(paths.includes(wanted), `${wanted} is missing`);
  }
  assert.deepEqual(
    paths.filter((path) => !/^(dist\/|[A-Z]+(\.md)?$|package\.json$)/.test(path)),
    [],
  );
});
