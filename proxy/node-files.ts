/** The widget's files out of a folder, compressed, for the Node entry. On Workers the platform does this. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Files } from './static.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.map': 'application/json',
};

interface Kept {
  readonly changed: number;
  readonly etag: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

type Encoding = 'br' | 'gzip' | 'identity';

const ENCODERS = { br: promisify(brotliCompress), gzip: promisify(gzip), identity: async (content: Buffer) => content };

/** Files of that folder and nothing outside of it. Each is compressed once and kept, until it changes. */
export function filesIn(folder: string): Files {
  const kept = new Map<string, Kept>();

  async function read(path: string, encoding: Encoding): Promise<Kept | null> {
    const info = await stat(path).catch(nullIfMissing);
    if (!info?.isFile()) return null;
    const key = `${encoding} ${path}`;
    const known = kept.get(key);
    if (known?.changed === info.mtimeMs) return known;
    const content = new Uint8Array(await ENCODERS[encoding](await readFile(path)));
    const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
    const file = { changed: info.mtimeMs, etag, content };
    kept.set(key, file);
    return file;
  }

  return async (request) => {
    const path = resolveIn(folder, new URL(request.url).pathname);
    const type = path === null ? undefined : TYPES[extname(path)];
    if (path === null || type === undefined) return null;
    const encoding = preferred(request.headers.get('accept-encoding') ?? '');
    const file = await read(path, encoding);
    if (!file) return null;
    const { etag, content } = file;
    const headers = new Headers({ 'content-type': type, vary: 'accept-encoding', etag });
    if (isKnown(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
    if (encoding !== 'identity') headers.set('content-encoding', encoding);
    return new Response(content, { headers });
  };
}

/** The path of a file in the folder; `null` for one outside of it, and for what is no path at all. */
function resolveIn(folder: string, pathname: string): string | null {
  try {
    const path = normalize(join(folder, decodeURIComponent(pathname)));
    return path.startsWith(folder + sep) && !path.includes('\0') ? path : null;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** A cache on the way may have made a strong tag a weak one: https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2 */
const isKnown = (tags: string | null, etag: string): boolean =>
  tags?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag) === true;

function preferred(accepted: string): Encoding {
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(error.code ?? '')) return null;
  throw error;
}
