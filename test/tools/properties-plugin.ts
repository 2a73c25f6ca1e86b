/**
 * For the script tag's build: the widget's private custom properties (`--lc-accent-text`) under short names (`--lc3`), alike in all
 * chunks (0.15 kB brotli). They are nobody's business outside; the public ones (`--letta-chat-…`) stay as they are.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { root } from './root.ts';

const PRIVATE = /--lc-[a-z-]+/g;
const COMPOSED = /--lc-[a-z-]*\$\{/;

const sources = globSync('widget/**/*.ts', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'));
const composed = sources.find((source) => COMPOSED.test(source));
if (composed) throw new Error(`A private custom property must be written out to be built: ${COMPOSED.exec(composed)}…`);
const names = [...new Set(sources.flatMap((source) => source.match(PRIVATE) ?? []))].sort();

/** Text with the private custom properties as they are built. */
export const shorten = (text: string): string =>
  text.replace(PRIVATE, (name) => `--lc${names.indexOf(name).toString(36)}`);

export function shortProperties(): Plugin {
  return {
    name: 'short-properties',
    apply: 'build',
    enforce: 'pre',
    transform: { filter: { id: /\/widget\/.*\.ts$/, code: /--lc-/ }, handler: shorten },
  };
}
