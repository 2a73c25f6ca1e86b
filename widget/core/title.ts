/** The title of a conversation, made from the message that begins it. */

/** How long a title made from a message is at most, as the reader counts characters. */
const TITLE = 60;

/** The first words of a message, whole ones, as the title of its conversation; empty when it has none. */
export function titleOf(text: string): string {
  const line = text
    .slice(0, 10 * TITLE)
    .trim()
    .replace(/\s+/g, ' ');
  if (line.length <= TITLE) return line;
  const words = new Intl.Segmenter(undefined, { granularity: 'word' }).segment(line);
  const { index = 0 } = words.containing(TITLE) ?? {};
  return `${line.slice(0, index).trim() || [...line].slice(0, TITLE).join('')}…`;
}
