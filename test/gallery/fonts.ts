/**
 * The pictures' fonts, from node_modules: the same glyphs on every machine. They are put into a page before anything else is,
 * and the widget is told of them by its custom properties, as a site would do it.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { root } from '../tools/root.ts';

interface Font {
  readonly family: string;
  readonly weight: string;
  /** Base64. */
  readonly data: string;
}

const FILES = [
  ['Picture Latin', '400', 'inter/files/inter-latin-400-normal.woff2'],
  ['Picture Latin', '600', 'inter/files/inter-latin-600-normal.woff2'],
  ['Picture Arabic', '400', 'noto-sans-arabic/files/noto-sans-arabic-arabic-400-normal.woff2'],
  ['Picture Arabic', '600', 'noto-sans-arabic/files/noto-sans-arabic-arabic-600-normal.woff2'],
  ['Picture Code', '400', 'jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2'],
] as const;

const STYLE = `letta-chat {
  --letta-chat-font: 'Picture Latin', 'Picture Arabic';
  --letta-chat-code-font: 'Picture Code', 'Picture Arabic';
  --letta-chat-duration: 0s;
}`;

/** Every page of the context has them from its beginning. */
export async function bringFonts(context: BrowserContext): Promise<void> {
  const read = ([family, weight, file]: (typeof FILES)[number]): Promise<Font> =>
    readFile(join(root, 'node_modules/@fontsource', file), 'base64').then((data) => ({ family, weight, data }));
  await context.addInitScript(install, { fonts: await Promise.all(FILES.map(read)), style: STYLE });
}

/** Runs in the page and stands alone: it is sent there. From bytes, because the page's policy lets no font be fetched. */
function install({ fonts, style }: { fonts: readonly Font[]; style: string }): void {
  for (const { family, weight, data } of fonts) {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    document.fonts.add(new FontFace(family, bytes, { weight }));
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
}
