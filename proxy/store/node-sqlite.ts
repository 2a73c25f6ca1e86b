/** SQLite as Node brings it. A Node that brings none is named, instead of failing at an import that nobody knows. */
import type { DatabaseSync } from 'node:sqlite';
import { nodeTooOld } from '../node-version.ts';

/** Opens or makes the file. @throws {ConfigError} where Node has no SQLite; Node's own error when the file cannot be opened. */
export function openDatabase(path: string): DatabaseSync {
  const sqlite = process.getBuiltinModule?.('node:sqlite');
  if (sqlite) return new sqlite.DatabaseSync(path);
  throw nodeTooOld();
}
