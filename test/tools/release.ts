// What stands in dist/ when a build is over: the script under a name of its own that pages can pin, the files of the builds
// before as far as pinned pages need them, and a list with integrity hashes. How the files are built is vite.config.ts's business.
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { root } from './root.ts';

/** The script's name with its content's hash. */
const PINNED = /^letta-chat-[0-9a-f]{12}\.js$/;

/** How many builds' pinned scripts stay: this one's and those before it. */
const KEPT = 3;

export interface BuiltFile {
  /** For the attribute of that name. */
  readonly integrity: string;
  readonly bytes: number;
  readonly brotli: number;
}

/** By the path below dist/. */
export type Manifest = Readonly<Record<string, BuiltFile>>;

/** `written`: what this build has written, relative to dist/. */
export async function release(dist: string, written: ReadonlySet<string>): Promise<void> {
  const pinned = await pin(dist);
  await removeStale(dist, written);
  await writeManifest(dist, [...written, pinned, ...(await copyThemes(dist))].sort());
  // The npm library lies beside the script's files; Cloudflare need not serve it.
  await writeFile(join(dist, '.assetsignore'), 'npm\nmanifest.json\n');
}

/** The pinned script of a manifest. */
export function pinnedOf(manifest: Manifest): { name: string; integrity: string } | null {
  const found = Object.entries(manifest).find(([name]) => PINNED.test(name));
  return found ? { name: found[0], integrity: found[1].integrity } : null;
}

async function pin(dist: string): Promise<string> {
  const script = join(dist, 'letta-chat.js');
  const hash = createHash('sha256')
    .update(await readFile(script))
    .digest('hex')
    .slice(0, 12);
  const name = `letta-chat-${hash}.js`;
  await copyFile(script, join(dist, name));
  return name;
}

/** The ready themes as they are: they are to be read, and copied. */
async function copyThemes(dist: string): Promise<string[]> {
  const from = join(root, 'widget', 'themes');
  await mkdir(join(dist, 'themes'), { recursive: true });
  const names = await readdir(from);
  for (const name of names) await copyFile(join(from, name), join(dist, 'themes', name));
  return names.map((name) => `themes/${name}`);
}

/** At the end of a build, so that whoever serves dist/ meanwhile has something whole. */
async function removeStale(dist: string, written: ReadonlySet<string>): Promise<void> {
  const pinned = (await readdir(dist)).filter((name) => PINNED.test(name));
  const times = await Promise.all(pinned.map(async (name) => ({ name, time: (await stat(join(dist, name))).mtimeMs })));
  const [kept, old] = split(times.sort((a, b) => b.time - a.time).map(({ name }) => name));
  const needed = await follow(dist, kept);
  for (const name of old) await rm(join(dist, name));
  for (const name of await readdir(join(dist, 'chunks'))) {
    if (!written.has(`chunks/${name}`) && !needed.has(name)) await rm(join(dist, 'chunks', name));
  }
}

const split = (names: readonly string[]) => [names.slice(0, KEPT), names.slice(KEPT)] as const;

/** Names of the chunks that these scripts lead to: any mention of a file's name counts. */
async function follow(dist: string, scripts: readonly string[]): Promise<ReadonlySet<string>> {
  const chunks = await readdir(join(dist, 'chunks'));
  const found = new Set<string>();
  const visit = async (path: string): Promise<void> => {
    const text = await readFile(path, 'utf8');
    for (const chunk of chunks) {
      if (found.has(chunk) || !text.includes(basename(chunk))) continue;
      found.add(chunk);
      await visit(join(dist, 'chunks', chunk));
    }
  };
  for (const script of scripts) await visit(join(dist, script));
  return found;
}

/** For pages that pin the script and for whoever watches the sizes. */
async function writeManifest(dist: string, files: readonly string[]): Promise<void> {
  const entries = await Promise.all(
    files.map(async (file): Promise<[string, BuiltFile]> => {
      const content = await readFile(join(dist, file));
      const integrity = `sha384-${createHash('sha384').update(content).digest('base64')}`;
      return [file, { integrity, bytes: content.length, brotli: brotliCompressSync(content).length }];
    }),
  );
  await writeFile(join(dist, 'manifest.json'), `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
}
