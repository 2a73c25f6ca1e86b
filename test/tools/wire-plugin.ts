/**
 * For the script tag's build: `proxy/protocol.ts` once for what comes first and once for what is fetched later, in each what is
 * used of it there. A module goes into one chunk as a whole, so that everything that only later parts ask of the wire would come
 * with the first reply.
 */
import { basename } from 'node:path';
import type { Plugin } from 'vite';

/** Modules of the rest of the engine that read what the proxy says. One that is missing here costs bytes, and no more. */
const later: readonly string[] = [
  'conversations.ts',
  'directory.ts',
  'lists.ts',
  'reconcile.ts',
  'refusal.ts',
  'saved.ts',
  'turn.ts',
];

export function wireTwice(): Plugin {
  return {
    name: 'wire-twice',
    apply: 'build',
    enforce: 'pre',
    async resolveId(id, importer = '') {
      if (!id.endsWith('/proxy/protocol.ts') || !later.includes(basename(importer))) return null;
      const found = await this.resolve(id, importer, { skipSelf: true });
      return found && `${found.id}?later`;
    },
  };
}
