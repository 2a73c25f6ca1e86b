/** The title of a conversation, made from the message that begins it. */

/** How long a title made from a message is at most, as the reader counts characters. */
const TITLE = 60;

/** The first words of a message, whole ones, as the title of its conversation; empty when it has none. */
export function titleOf(text: string): string {
  const line = text
    .slice(0, 10 * TITLE)
    .trim()
    .replace(/\s+/g, ' ');
  return line.length <= TITLE ? line : `${cut(line, 'word') || cut(line, 'grapheme')}…`;
}

function cut(line: string, granularity: 'word' | 'grapheme'): string {
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter(undefined, { granularity }).segment(line)) {
    if (index + segment.length > TITLE) break;
    end = index + segment.length;
  }
  return line.slice(0, end).trim();
}
