// Checks the size budgets of DESIGN on what is built: the widget's files in dist/, compressed as a server would, and the proxy's
// bundle for Workers. 1 kB is 1000 bytes here, the stricter reading. What cannot be built yet is named and left out.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './build.ts';
import { measureWidget } from './chunks.ts';
import { root } from './root.ts';
import { wranglerEnvironment, wranglerPath } from './wrangler.ts';

interface Measure {
  readonly what: string;
  /** Bytes, and how many DESIGN allows. */
  readonly size: number;
  readonly budget: number;
  /** Where the budget is not reached yet: what must not be exceeded meanwhile. Only ever lowered. */
  readonly ceiling?: number;
}

const kB = 1000;

const measures = [...widgetSizes(), ...proxySizes()];
for (const { what, size, budget, ceiling } of measures) {
  const sign = size <= budget ? '✓' : '✗';
  const held = size > budget && ceiling ? `  over its budget; held below ${format(ceiling).trim()}` : '';
  console.log(`${sign} ${what.padEnd(52)} ${format(size)} of ${format(budget)}${held}`);
}
const over = measures.filter(({ size, budget, ceiling = budget }) => size > ceiling);
if (over.length > 0) {
  console.error(
    `\nToo large: ${over.map(({ what }) => what).join(', ')}. The budgets and their reasons are in CONTRIBUTING.md.`,
  );
  process.exitCode = 1;
}

function format(bytes: number): string {
  return `${(bytes / kB).toFixed(2)} kB`.padStart(9);
}

function widgetSizes(): Measure[] {
  if (!ensureBuilt()) {
    console.log('The widget cannot be built yet: its sizes are not checked.');
    return [];
  }
  const { files, script, firstReply, withMarkdown } = measureWidget(join(root, 'dist'));
  for (const { name, size, when } of files) console.log(`  ${name.padEnd(52)} ${format(size)}  ${when}`);
  return [
    { what: 'letta-chat.js, before the chat is opened (brotli)', size: script, budget: 3 * kB },
    {
      what: 'all up to the first reply, without Markdown (brotli)',
      size: firstReply,
      budget: 24 * kB,
    },
    {
      what: 'all up to the first reply, Markdown included (brotli)',
      size: withMarkdown,
      budget: 36 * kB,
    },
  ];
}

/** The worker as `wrangler deploy` would upload it: minified by wrangler.jsonc, uncompressed. */
function proxySizes(): Measure[] {
  const config = join(root, 'proxy', 'wrangler.jsonc');
  if (!existsSync(config)) {
    console.log('proxy/wrangler.jsonc does not exist yet: the proxy is not measured.');
    return [];
  }
  const folder = mkdtempSync(join(tmpdir(), 'letta-chat-worker-'));
  try {
    const options = ['deploy', '--dry-run', '-c', config, '--outdir', folder];
    const { status, stdout, stderr } = spawnSync(process.execPath, [wranglerPath, ...options], {
      cwd: root,
      env: { ...process.env, ...wranglerEnvironment },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`wrangler deploy --dry-run failed:\n${stdout}${stderr}`);
    const bundle = globSync('**/*.{js,mjs,wasm}', { cwd: folder }).map((file) => statSync(join(folder, file)).size);
    const size = bundle.reduce((total, next) => total + next, 0);
    if (size === 0) throw new Error('wrangler deploy --dry-run wrote no bundle.');
    return [{ what: 'the proxy for Workers (minified)', size, budget: 100 * kB }];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
