/** Rows of tables, as GitHub Flavored Markdown cuts them into cells. What is in a cell is inline text, and others' business. */
import type { Align } from './blocks.ts';

/** The cells of a row, at most as many as there are columns: a bar that stands behind a backslash is text. */
export function readRow(row: string, columns = Number.POSITIVE_INFINITY): string[] {
  const parts = row
    .trim()
    .replace(/\\[\s\S]|\|/g, (mark) => (mark === '|' ? '\n' : mark))
    .split('\n');
  if (parts[0] === '') parts.shift();
  if (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts.slice(0, columns).map((part) => part.trim().replaceAll('\\|', '|'));
}

/** The header's cells and the columns' alignments, or null when the two lines are not the beginning of a table. */
export function readHead(header: string, delimiters: string): { header: string[]; align: Align[] } | null {
  const marks = readRow(delimiters);
  // Without a bar or a colon it is the underline of a heading.
  if (!/[|:]/.test(delimiters) || !marks.every((mark) => /^:?-+:?$/.test(mark))) return null;
  const cells = readRow(header);
  return cells.length === marks.length ? { header: cells, align: marks.map(alignOf) } : null;
}

function alignOf(mark: string): Align {
  if (mark.endsWith(':')) return mark.startsWith(':') ? 'center' : 'right';
  return mark.startsWith(':') ? 'left' : null;
}
