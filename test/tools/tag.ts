// Prints what to paste into a page, at the end of `npm run build`: the tag that is always the newest, and the one that is pinned.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, pinnedOf } from './release.ts';
import { root } from './root.ts';

const pinned = pinnedOf(JSON.parse(readFileSync(join(root, 'dist', 'manifest.json'), 'utf8')) as Manifest);
if (!pinned) throw new Error('dist/manifest.json names no pinned script: has the build been interrupted?');

console.log(`
The tag, always the newest:
  <script src="https://YOUR-PROXY/letta-chat.js" async></script>

This build and no other, checked by the browser:
  <script src="https://YOUR-PROXY/${pinned.name}" integrity="${pinned.integrity}" crossorigin="anonymous" async></script>
`);
