// Tests the linter's import rule (biome.json): each forbidden direction is reported, each allowed one is not.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';
import { root } from './root.ts';

const forbidden: readonly [file: string, specifier: string][] = [
  ['widget/core/a.ts', '../client.ts'],
  ['widget/core/a.ts', '../elements/b.ts'],
  ['widget/core/a.ts', '../transport/b.ts'],
  ['widget/core/a.ts', '../storage/b.ts'],
  ['widget/core/a.ts', '../tabs/b.ts'],
  ['widget/core/a.ts', '../markdown/b.ts'],
  ['widget/core/a.ts', '../../proxy/app.ts'],
  ['widget/core/a.ts', '../../demo/start.ts'],
  ['widget/core/a.ts', 'lit'],
  ['widget/core/a.ts', 'idb-keyval'],
  ['widget/core/a.ts', 'node:fs'],
  ['widget/transport/a.ts', '../elements/b.ts'],
  ['widget/transport/a.ts', '../client.ts'],
  ['widget/transport/a.ts', '../client/b.ts'],
  ['widget/transport/a.ts', '../storage/b.ts'],
  ['widget/transport/a.ts', '../../proxy/errors.ts'],
  ['widget/storage/a.ts', '../elements/b.ts'],
  ['widget/storage/a.ts', '../client.ts'],
  ['widget/storage/a.ts', '../tabs/b.ts'],
  ['widget/storage/a.ts', '../../proxy/store/memory.ts'],
  ['widget/tabs/a.ts', '../elements/b.ts'],
  ['widget/tabs/a.ts', '../client.ts'],
  ['widget/tabs/a.ts', '../transport/b.ts'],
  ['widget/markdown/a.ts', '../elements/b.ts'],
  ['widget/markdown/a.ts', '../client.ts'],
  ['widget/client.ts', './elements/b.ts'],
  ['widget/client.ts', './markdown/b.ts'],
  ['widget/client.ts', './loader.ts'],
  ['widget/client.ts', '../proxy/app.ts'],
  ['widget/client/a.ts', '../elements/b.ts'],
  ['widget/client/a.ts', '../loader.ts'],
  ['widget/client/a.ts', '../../proxy/app.ts'],
  ['widget/elements/a.ts', '../transport/b.ts'],
  ['widget/elements/a.ts', '../storage/b.ts'],
  ['widget/elements/a.ts', '../tabs/b.ts'],
  ['widget/elements/a.ts', '../loader.ts'],
  ['widget/elements/a.ts', '../index.ts'],
  ['widget/elements/a.ts', '../../proxy/app.ts'],
  ['widget/elements/strings/a.ts', '../../../proxy/app.ts'],
  ['widget/loader.ts', '../proxy/app.ts'],
  ['widget/index.ts', '../demo/start.ts'],
  ['widget/index.ts', '../test/tools/root.ts'],
  ['proxy/protocol.ts', './errors.ts'],
  ['proxy/protocol.ts', 'valibot'],
  ['proxy/protocol.ts', '../widget/core/a.ts'],
  ['proxy/app.ts', '../widget/core/a.ts'],
  ['proxy/app.ts', '../demo/start.ts'],
  ['proxy/app.ts', '../test/tools/root.ts'],
  ['proxy/store/a.ts', '../../widget/core/a.ts'],
];

const allowed: readonly [file: string, specifier: string][] = [
  ['widget/core/a.ts', './b.ts'],
  ['widget/core/a.ts', '../../proxy/protocol.ts'],
  ['widget/transport/a.ts', './b.ts'],
  ['widget/transport/a.ts', '../core/b.ts'],
  ['widget/transport/a.ts', '../../proxy/protocol.ts'],
  ['widget/transport/a.ts', '@microsoft/fetch-event-source'],
  ['widget/storage/a.ts', '../core/b.ts'],
  ['widget/storage/a.ts', 'idb-keyval'],
  ['widget/tabs/a.ts', '../core/b.ts'],
  ['widget/tabs/a.ts', '../../proxy/protocol.ts'],
  ['widget/markdown/a.ts', './b.ts'],
  ['widget/markdown/a.ts', 'lit'],
  ['widget/client.ts', './core/b.ts'],
  ['widget/client.ts', './transport/b.ts'],
  ['widget/client.ts', './storage/b.ts'],
  ['widget/client.ts', './tabs/b.ts'],
  ['widget/client.ts', '../proxy/protocol.ts'],
  ['widget/client/a.ts', './b.ts'],
  ['widget/client/a.ts', '../core/b.ts'],
  ['widget/client/a.ts', '../transport/b.ts'],
  ['widget/client/a.ts', '../../proxy/protocol.ts'],
  ['widget/elements/a.ts', './b.styles.ts'],
  ['widget/elements/a.ts', '../client/b.ts'],
  ['widget/elements/a.ts', './strings/en.ts'],
  ['widget/elements/a.ts', '../client.ts'],
  ['widget/elements/a.ts', '../core/view.ts'],
  ['widget/elements/a.ts', '../markdown/b.ts'],
  ['widget/elements/a.ts', '../markdown/index.ts'],
  ['widget/elements/a.ts', '../../proxy/protocol.ts'],
  ['widget/elements/a.ts', 'lit'],
  ['widget/loader.ts', './elements/b.ts'],
  ['widget/index.ts', './client.ts'],
  ['widget/index.ts', '../proxy/protocol.ts'],
  ['proxy/app.ts', './protocol.ts'],
  ['proxy/app.ts', 'hono/cors'],
  ['proxy/store/a.ts', '../errors.ts'],
  ['demo/start.ts', '../proxy/node.ts'],
  ['demo/start.ts', '../widget/index.ts'],
  ['test/tools/a.ts', '../../proxy/app.ts'],
  ['test/browser/a.ts', '../../widget/elements/b.ts'],
];

/** Every form in which a file may name another one. */
const forms: readonly ((specifier: string) => string)[] = [
  (specifier) => `import { a } from '${specifier}';`,
  (specifier) => `import type { A } from '${specifier}';`,
  (specifier) => `import '${specifier}';`,
  (specifier) => `export { a as b } from '${specifier}';`,
  (specifier) => `export * from '${specifier}';`,
  (specifier) => `export const load = () => import('${specifier}');`,
];

/** Lints the lines as the files that are named, and answers `file:line` of each forbidden import. */
async function lint(files: ReadonlyMap<string, readonly string[]>): Promise<ReadonlySet<string>> {
  const folder = mkdtempSync(join(tmpdir(), 'letta-chat-imports-'));
  try {
    copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));
    for (const [file, lines] of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), lines.join('\n'));
    }
    const options = ['lint', '--only=style/noRestrictedImports', '--vcs-enabled=false', '--max-diagnostics=none'];
    const report = await run([...options, '--reporter=json', '.'], folder);
    const diagnostics = JSON.parse(report).diagnostics as { location: { path: string; start: { line: number } } }[];
    return new Set(diagnostics.map(({ location }) => `${location.path}:${location.start.line}`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Biome's output. That it ends with an error is no news: there is something to report. */
function run(options: readonly string[], cwd: string): Promise<string> {
  const biome = join(root, 'node_modules', '.bin', 'biome');
  return new Promise((resolve) => execFile(biome, options, { cwd, maxBuffer: 1e8 }, (_, stdout) => resolve(stdout)));
}

const files = new Map<string, string[]>();
const places = new Map<string, string[]>();
for (const [file, specifier] of [...forbidden, ...allowed]) {
  const lines = files.get(file) ?? [];
  files.set(file, lines);
  places.set(
    `${file} → ${specifier}`,
    forms.map((write) => `${file}:${lines.push(write(specifier))}`),
  );
}
let reported: ReadonlySet<string> = new Set();
before(async () => {
  reported = await lint(files);
});

for (const [file, specifier] of forbidden) {
  test(`${file} must not import ${specifier}, in any form`, () => {
    const missed = places.get(`${file} → ${specifier}`)?.filter((place) => !reported.has(place));
    assert.deepEqual(missed, []);
  });
}

for (const [file, specifier] of allowed) {
  test(`${file} may import ${specifier}`, () => {
    const wrong = places.get(`${file} → ${specifier}`)?.filter((place) => reported.has(place));
    assert.deepEqual(wrong, []);
  });
}
