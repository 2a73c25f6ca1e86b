import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Manifest, pinnedOf, release } from './release.ts';
import { root } from './root.ts';
import { scratchFolder } from './scratch.ts';

/** Builds anew: a script that names one chunk, which names another; all but the names is made up. */
async function build(dist: string, version: number): Promise<string> {
  const files = {
    'letta-chat.js': `import("./chunks/chat-${version}.js")`,
    [`chunks/chat-${version}.js`]: `import("./more-${version}.js")`,
    [`chunks/more-${version}.js`]: 'export default 1',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dist, name), text);
  await release(dist, new Set(Object.keys(files)));
  const { name } = pinnedOf(JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8')) as Manifest)!;
  utimesSync(join(dist, name), version, version);
  return name;
}

function emptyDist(...[t]: Parameters<typeof scratchFolder>): string {
  const dist = scratchFolder(t);
  mkdirSync(join(dist, 'chunks'));
  return dist;
}

test('the pinned script is the script, and its integrity is that of its bytes', async (t) => {
  const dist = emptyDist(t);
  const name = await build(dist, 1);
  const content = readFileSync(join(dist, name));
  assert.deepEqual(content, readFileSync(join(dist, 'letta-chat.js')));
  const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8')) as Manifest;
  const hash = createHash('sha384').update(content).digest('base64');
  assert.equal(manifest[name]?.integrity, `sha384-${hash}`);
  assert.equal(await build(dist, 1), name);
});

test('the pinned scripts of the last three builds stay whole, what is older goes', async (t) => {
  const dist = emptyDist(t);
  const names = [];
  for (const version of [1, 2, 3, 4, 5]) names.push(await build(dist, version));
  assert.deepEqual(
    readdirSync(dist)
      .filter((name) => name.startsWith('letta-chat-'))
      .sort(),
    names.slice(2).sort(),
  );
  assert.deepEqual(
    readdirSync(join(dist, 'chunks')).sort(),
    [3, 4, 5].flatMap((version) => [`chat-${version}.js`, `more-${version}.js`]).sort(),
  );
});

test('the themes lie beside the script as they are, and in the list of files', async (t) => {
  const dist = emptyDist(t);
  await build(dist, 1);
  const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8')) as Manifest;
  for (const name of ['ink', 'meadow', 'slate'].map((theme) => `themes/${theme}.css`)) {
    const theme = readFileSync(join(dist, name), 'utf8');
    assert.equal(theme, readFileSync(join(root, 'widget', name), 'utf8'));
    assert.equal(manifest[name]?.bytes, Buffer.byteLength(theme));
  }
});
