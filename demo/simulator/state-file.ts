// Keeps the simulator's state in a file, whole at any moment: written beside it first, then renamed.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Storage } from './state.ts';

/** A storage in that file; the folder must exist. */
export function fileStorage(path: string): Storage {
  return {
    load: () => (existsSync(path) ? readFileSync(path, 'utf8') : null),
    save(text) {
      writeFileSync(`${path}.new`, text);
      renameSync(`${path}.new`, path);
    },
  };
}
