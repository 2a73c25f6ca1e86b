/**
 * Cuts a long paragraph into runs that are lexed on their own, so that a paragraph of any length costs a time linear in
 * it. A cut is made where no mark is open, at the end of a line or sentence; in text that offers no such place, at a
 * space. It depends on the text before it alone.
 */
import type { Paragraph } from './blocks.ts';
import { openMarks } from './unfinished.ts';

/** Characters after which a good place to cut is looked for, and after which any will do. */
const GOOD_AFTER = 1200;
const ANY_AFTER = 3600;

/** Moves the finished runs of a paragraph's tail to its chunks. */
export function cutChunks(paragraph: Paragraph): void {
  while (paragraph.tail.length > GOOD_AFTER) {
    const at = findCut(paragraph);
    if (at === null) return;
    const text = paragraph.tail.slice(0, at);
    const breaks = text.endsWith('\n');
    paragraph.chunks.push({ text: breaks ? text.replace(/(?: *|\\)\n$/, '') : text, breaks });
    paragraph.tail = paragraph.tail.slice(at);
    paragraph.chunked = true;
    paragraph.searched = 0;
  }
}

/** Behind the first good place, or null when more text has to be seen. Each place is looked at once, however the text arrives. */
function findCut(paragraph: Paragraph): number | null {
  const text = paragraph.tail;
  const good = /\n|[.!?:;] |[。！？]/g;
  good.lastIndex = Math.max(paragraph.searched, GOOD_AFTER);
  while (good.lastIndex < ANY_AFTER) {
    const match = good.exec(text);
    // A mark may begin at the very end: the next character has to be there.
    if (!match || good.lastIndex >= text.length) break;
    if (!openMarks(text.slice(0, good.lastIndex)).length) return good.lastIndex;
    paragraph.searched = good.lastIndex;
  }
  if (text.length <= 2 * ANY_AFTER) return null;
  const space = text.indexOf(' ', ANY_AFTER);
  if (space > 0 && space < 2 * ANY_AFTER) return space + 1;
  return 2 * ANY_AFTER - (isHighSurrogate(text, 2 * ANY_AFTER - 1) ? 1 : 0);
}

function isHighSurrogate(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xd800 && code < 0xdc00;
}
