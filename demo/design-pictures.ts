/**
 * Takes the pictures of docs/design.md: sheets of the gallery's states side by side. `node demo/design-pictures.ts [NAME…]`.
 * What they show is tested elsewhere.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { pack } from '../test/gallery/compare.ts';
import { launchChromium } from '../test/tools/browser.ts';
import { ensureBuilt } from '../test/tools/build.ts';
import { root } from '../test/tools/root.ts';
import { startDemo } from './demo.ts';

interface Cell {
  /** Of the gallery. */
  readonly state: string;
  /** A ready theme. */
  readonly style?: string;
  readonly theme?: 'light' | 'dark';
  readonly accent?: string;
}

interface Sheet {
  readonly rows: readonly (readonly Cell[])[];
  /** Of each state's window, in pixels, before it is made smaller. */
  readonly size: readonly [width: number, height: number];
  readonly zoom: number;
  readonly media?: Parameters<Page['emulateMedia']>[0];
}

const SCHEMES = ['light', 'dark'] as const;
const ACCENTS = ['#3355e0', '#ffd400', '#e11d48', '#0a7d53', '#111111', '#7dd3fc'];
const rowOf = (...states: string[]): Cell[] => states.map((state) => ({ state }));

const sheets: Readonly<Record<string, Sheet>> = {
  palette: {
    rows: SCHEMES.flatMap((theme) =>
      ['typing', 'failed'].map((state) => ACCENTS.map((accent) => ({ state, theme, accent }))),
    ),
    size: [290, 300],
    zoom: 0.62,
  },
  themes: {
    rows: SCHEMES.map((theme) => ['', 'ink', 'meadow', 'slate'].map((style) => ({ state: 'rich', theme, style }))),
    size: [380, 560],
    zoom: 0.68,
  },
  states: {
    rows: [
      rowOf('first-opening', 'typing', 'streaming', 'answered'),
      rowOf('offline', 'failed', 'rate-limited', 'list'),
    ],
    size: [380, 520],
    zoom: 0.68,
  },
  contrast: {
    rows: [rowOf('first-opening', 'rich', 'failed', 'list')],
    size: [380, 520],
    zoom: 0.68,
    media: { contrast: 'more' },
  },
  forced: {
    rows: [rowOf('first-opening', 'rich', 'failed', 'list')],
    size: [380, 520],
    zoom: 0.68,
    media: { forcedColors: 'active', colorScheme: 'dark' },
  },
};

const FOLDER = join(root, 'docs', 'pictures');
const wanted = process.argv.slice(2);

ensureBuilt();
await mkdir(FOLDER, { recursive: true });
const demo = await startDemo();
const browser = await launchChromium();
try {
  for (const [name, sheet] of Object.entries(sheets)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await writeFile(join(FOLDER, `${name}.png`), pack(await take(sheet)));
  }
} finally {
  await browser.close();
  await demo.stop();
}

async function take({ rows, size: [width, height], zoom, media }: Sheet): Promise<Buffer> {
  const gap = 12;
  const columns = Math.max(...rows.map(({ length }) => length));
  const viewport = {
    width: Math.ceil(columns * (width * zoom + gap) + gap),
    height: Math.ceil(rows.length * (height * zoom + gap) + gap),
  };
  const page = await browser.newPage({ viewport });
  if (media) await page.emulateMedia(media);
  await page.goto(`${demo.url}/gallery?state=none`);
  const cells = rows.flat().map((cell) => ({ ...cell, address: addressOf(cell) }));
  await page.evaluate(lay, { cells, columns, width, height, zoom, gap });
  // One after the other: a dozen pages that load at once keep each other from it.
  for (const [i, { accent }] of cells.entries()) {
    const frame = page.frameLocator(`iframe >> nth=${i}`);
    await frame.locator('html[data-ready]').waitFor({ state: 'attached' });
    if (accent)
      await frame
        .locator('letta-chat')
        .evaluate((chat: HTMLElement, colour) => chat.style.setProperty('--letta-chat-accent', colour), accent);
  }
  const picture = await page.screenshot({ animations: 'disabled' });
  await page.close();
  return picture;
}

function addressOf({ state, theme, style }: Cell): string {
  const query = new URLSearchParams({ state, ...(theme && { theme }), ...(style && { style }) });
  return `/gallery?${query}`;
}

/** Runs in the page: a grid of frames, each smaller than it is. */
function lay(sheet: {
  cells: { address: string }[];
  columns: number;
  width: number;
  height: number;
  zoom: number;
  gap: number;
}): void {
  const { cells, columns, width, height, zoom, gap } = sheet;
  const frames = cells.map(({ address }) => Object.assign(document.createElement('iframe'), { src: address }));
  for (const frame of frames) {
    const style = { width: `${width}px`, height: `${height}px`, border: '0', borderRadius: '10px', zoom: `${zoom}` };
    Object.assign(frame.style, style);
  }
  Object.assign(document.documentElement.style, { background: '#9aa3b2' });
  Object.assign(document.body.style, {
    display: 'grid',
    gridTemplateColumns: `repeat(${columns}, max-content)`,
    gap: `${gap}px`,
    padding: `${gap}px`,
  });
  document.body.replaceChildren(...frames);
}
