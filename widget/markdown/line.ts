/**
 * A line and how far it is read, in columns: CommonMark counts a tab up to the next multiple of four, and a list's
 * indentation may end in the middle of one. https://spec.commonmark.org/0.31.2/#tabs
 */

export interface Line {
  readonly text: string;
  /** Characters read. */
  offset: number;
  /** Columns read. */
  column: number;
  /** Columns of the tab at `offset` that are read already, or 0. */
  taken: number;
}

export const toLine = (text: string): Line => ({ text, offset: 0, column: 0, taken: 0 });

/** The columns of white space ahead. */
export function indentOf(line: Line): number {
  let column = line.column;
  for (let i = line.offset; i < line.text.length; i++) {
    if (line.text[i] === ' ') column++;
    else if (line.text[i] === '\t') column += 4 - (column % 4);
    else break;
  }
  return column - line.column;
}

/** The text from the first character that is not white space. */
export function textOf(line: Line): string {
  return /[^ \t][\s\S]*$/.exec(line.text.slice(line.offset))?.[0] ?? '';
}

/** Reads up to `columns` columns of white space. */
export function skipColumns(line: Line, columns: number): void {
  let left = columns;
  while (left > 0 && isSpace(line.text[line.offset])) {
    const width = line.text[line.offset] === '\t' ? 4 - (line.column % 4) : 1;
    const step = Math.min(left, width);
    line.column += step;
    left -= step;
    if (step < width) {
      line.taken += step;
    } else {
      line.offset++;
      line.taken = 0;
    }
  }
}

/** Reads all white space, then `count` characters. */
export function skipText(line: Line, count: number): void {
  skipColumns(line, indentOf(line));
  line.offset += count;
  line.column += count;
}

/** What is left, the rest of a half read tab as spaces. */
export function restOf(line: Line): string {
  if (!line.taken) return line.text.slice(line.offset);
  return ' '.repeat(4 - (line.column % 4)) + line.text.slice(line.offset + 1);
}

export const isSpace = (char: string | undefined): boolean => char === ' ' || char === '\t';
