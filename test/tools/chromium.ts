// Finds a Chromium for the tests: CHROME_PATH, an installed one, else the one inside the npm package @sparticuz/chromium
// (Linux x64), unpacked once into node_modules/.cache. Nothing is downloaded. Starting it is left to the caller.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { findProgram } from './find.ts';
import { root } from './root.ts';

/** How to start Chromium, as Puppeteer and Playwright want to know it. */
export interface ChromiumOptions {
  readonly executablePath: string;
  readonly args: string[];
  /** Set for the bundled one only: it brings its libraries and fonts. */
  readonly env?: Record<string, string>;
}

const names = [
  process.env['CHROME_PATH'],
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

// --no-sandbox: as root (CI, containers) Chromium refuses to start with one. The resolver rule keeps the browser itself
// (update checks, sign-in) and the tested pages off the network.
const args = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/** The Chromium to test with, or undefined where there is none. BUNDLED_CHROMIUM=1 takes the package's even where one is installed. */
export function findChromium(): ChromiumOptions | undefined {
  const installed = process.env['BUNDLED_CHROMIUM'] === '1' ? undefined : findProgram(names);
  if (installed) return { executablePath: installed, args: [...args] };
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = unpackBundled();
  const libraries = [join(folder, 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  const env = { FONTCONFIG_PATH: join(folder, 'fonts'), ...definedEnv(), LD_LIBRARY_PATH: libraries };
  return { executablePath: join(folder, 'chromium'), args: [...args], env };
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([key, value]) => (value ? [[key, value]] : [])));
}

/** Unpacks the package's Chromium, 1 to 2 s the first time, and answers its folder. */
function unpackBundled(): string {
  const source = join(root, 'node_modules', '@sparticuz', 'chromium');
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const cache = join(root, 'node_modules', '.cache');
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  // Unpacked aside and renamed, so that an interrupted or a second run never meets half a browser.
  const aside = mkdtempSync(join(cache, 'chromium-'));
  const read = (file: string) => brotliDecompressSync(readFileSync(join(source, 'bin', file)));
  writeFileSync(join(aside, 'chromium'), read('chromium.br'));
  chmodSync(join(aside, 'chromium'), 0o755);
  for (const archive of readdirSync(join(source, 'bin')).filter((file) => file.endsWith('.tar.br'))) {
    execFileSync('tar', ['-x', '-C', aside], { input: read(archive) });
  }
  if (existsSync(folder)) rmSync(aside, { recursive: true });
  else renameSync(aside, folder);
  return folder;
}
