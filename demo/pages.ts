/**
 * Serves the demo's own files: the company's pages, their pictures and styles, and the panel, which it adds to each page
 * unless the address says `?panel=0`. Everything else it leaves to the caller.
 */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { extname } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ts': 'text/javascript; charset=utf-8',
};

const ADDRESSES: Readonly<Record<string, string>> = {
  '/': 'site/index.html',
  '/booking': 'site/booking.html',
  '/assistant': 'site/assistant.html',
  '/how': 'site/how.html',
  '/gallery': 'site/gallery.html',
  '/playground': 'site/playground.html',
  '/strict': 'site/strict.html',
};

/** What an asset may be called: one name, no way out of its folder. */
const ASSET = /^\/(panel\/|gallery\/|playground\/)?([a-z-]+\.(?:css|svg|ts))$/;

/** The widget's promise (`strict.html`): this much is enough for it. `lit-html` is the one policy that its renderer makes. */
const STRICT =
  "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; " +
  "require-trusted-types-for 'script'; trusted-types lit-html";

/** Answers when the address is one of the demo's own; `false` when it is not. */
export async function servePage(incoming: IncomingMessage, outgoing: ServerResponse): Promise<boolean> {
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const file = fileFor(url);
  if (file === null || (incoming.method !== 'GET' && incoming.method !== 'HEAD')) return false;
  const extension = extname(file);
  const page = extension === '.html';
  const text = await readText(file);
  if (text === null) return false;
  outgoing.writeHead(200, {
    'content-type': TYPES[extension] ?? 'text/plain',
    'cache-control': 'no-cache',
    ...(page && { 'content-security-policy': policyFor(url) }),
  });
  outgoing.end(
    page && wantsPanel(url) ? await withPanel(text) : extension === '.ts' ? stripTypeScriptTypes(text) : text,
  );
  return true;
}

/** The strict page is for trying the policy: the panel, which needs a style sheet, stays away. */
const WITHOUT_PANEL: ReadonlySet<string> = new Set(['/strict', '/gallery', '/playground']);
const wantsPanel = (url: URL): boolean => !WITHOUT_PANEL.has(url.pathname) && url.searchParams.get('panel') !== '0';

/** These show the widget in frames of the demo's own pages. */
const FRAMING: ReadonlySet<string> = new Set(['/gallery', '/playground']);

function policyFor({ pathname }: URL): string {
  if (pathname === '/strict') return STRICT;
  return `${STRICT}; style-src 'self'${FRAMING.has(pathname) ? "; frame-src 'self'" : ''}`;
}

function fileFor({ pathname, searchParams }: URL): string | null {
  const asset = ASSET.exec(pathname);
  if (asset) return `${asset[1] ?? 'site/'}${asset[2]}`;
  if (pathname === '/gallery' && searchParams.has('state')) return 'gallery/frame.html';
  return Object.hasOwn(ADDRESSES, pathname) ? (ADDRESSES[pathname] ?? null) : null;
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(new URL(file, import.meta.url), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function withPanel(page: string): Promise<string> {
  const panel = (await readText('panel/panel.html')) ?? '';
  return page.replace('</body>', () => `${panel}</body>`);
}
