// Finds programs on this machine; which browser is looked for under which names is said elsewhere.
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** The first of the names or absolute paths that can be run; names are looked up in PATH. Undefined when there is none. */
export function findProgram(names: readonly (string | undefined)[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names
    .filter((name): name is string => Boolean(name))
    .flatMap((name) => (isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name))))
    .find(canRun);
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there or not executable: the question was just that.
    return false;
  }
}
