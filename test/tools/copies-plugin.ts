/**
 * For the script tag's build: modules that stand twice, in each place with what is used of them there. A module goes into one chunk
 * as a whole: what only later parts use of it would come with the first reply, and what two later chunks share would be one more
 * request. An importer that is missing here costs bytes, and no more.
 */
import { basename } from 'node:path';
import type { Plugin } from 'vite';

interface Copy {
  /** How the import ends. */
  readonly of: string;
  /** What the copy is called in the build. */
  readonly name: string;
  /** The files that get the copy. */
  readonly importers: readonly string[];
}

const copies: readonly Copy[] = [
  {
    // What the whole client reads of what the proxy says.
    of: '/proxy/protocol.ts',
    name: 'later',
    importers: ['conversations.ts', 'directory.ts', 'lists.ts', 'reconcile.ts', 'refusal.ts', 'saved.ts', 'turn.ts'],
  },
  // What Lit's directives are made of: for the menu's list, beside the replies' Markdown.
  { of: '/directive.js', name: 'menu', importers: ['repeat.js'] },
];

export function copyShared(): Plugin {
  return {
    name: 'copy-shared',
    apply: 'build',
    enforce: 'pre',
    async resolveId(id, importer = '') {
      const copy = copies.find(({ of, importers }) => id.endsWith(of) && importers.includes(basename(importer)));
      const found = copy && (await this.resolve(id, importer, { skipSelf: true }));
      return found && `${found.id}?${copy.name}`;
    },
  };
}
