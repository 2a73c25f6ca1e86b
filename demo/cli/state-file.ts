/**
 * Where the client keeps things in a terminal: its storage port over one JSON file, or over memory. The file holds the visitor's
 * token, so only its owner may read it. One program at a time may use it.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Backend } from '../../widget/client.ts';
import { UsageError } from './options.ts';

export const createMemoryBackend = (): Backend => backendOver(new Map(), async () => undefined);

/** @throws {UsageError} when the file holds something else. */
export async function createFileBackend(file: string): Promise<Backend> {
  const kept = new Map(Object.entries(await read(file)));
  const write = async () => {
    const fresh = `${file}.new`; // a file that is half written would be lost with all that it held
    await writeFile(fresh, JSON.stringify(Object.fromEntries(kept)), { mode: 0o600 });
    await rename(fresh, file);
  };
  await write(); // what cannot be written is said at the start
  return backendOver(kept, write);
}

function backendOver(kept: Map<string, unknown>, write: () => Promise<void>): Backend {
  return {
    load: async (keys) => keys.map((key) => structuredClone(kept.get(key))),
    async save(entries, removed) {
      for (const [key, value] of structuredClone(entries)) kept.set(key, value);
      for (const key of removed) kept.delete(key);
      await write();
      return false;
    },
    keys: async () => [...kept.keys()],
  };
}

async function read(file: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new UsageError(`--state ${file} cannot be read: ${(error as Error).message}`);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // no JSON is as little a state of this program as any other JSON
  }
  throw new UsageError(`--state ${file} is no state of this program. Name another file, or remove it.`);
}
