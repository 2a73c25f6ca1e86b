/** SQLite as Node brings it. A Node that brings none is named, instead of failing at an import that nobody knows. */
import type { DatabaseSync } from 'node:sqlite';
import { ConfigError } from '../settings/error.ts';

/** Opens or makes the file. @throws {ConfigError} where Node has no SQLite; Node's own error when the file cannot be opened. */
export function openDatabase(path: string): DatabaseSync {
  const sqlite = process.getBuiltinModule?.('node:sqlite');
  if (sqlite) return new sqlite.DatabaseSync(path);
  throw new ConfigError(
    `The proxy on Node needs Node 22.19 or newer, and this is ${process.version}; in a checkout, npm run proxy brings its own.`,
  );
}
