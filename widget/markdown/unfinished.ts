/**
 * Closes the marks that are still open at the end of a text that grows, so that emphasis, code and links look finished
 * from their first letter on and no raw mark flashes. It only serves what is shown in between: a finished text is never
 * changed.
 */

/** An open mark: its opening characters and where they stand. */
export interface OpenMark {
  readonly mark: string;
  readonly at: number;
}

const SPECIAL = /\\[\s\S]?|`+|\*+|_+|~~?|!?\[|\]|\$\$?/g;

/** The marks that are open at the end of `text`, outermost first. */
export function openMarks(text: string): OpenMark[] {
  const open: OpenMark[] = [];
  for (const match of text.matchAll(SPECIAL)) {
    const mark = match[0];
    const code = open.at(-1)?.mark[0] === '`' ? open.at(-1) : undefined;
    if (code) {
      if (mark === code.mark) open.pop();
    } else if (mark[0] === ']') {
      closeBracket(open);
    } else if (/^(?:!?\[|`+)$/.test(mark)) {
      open.push({ mark, at: match.index });
    } else if (/^[*_~]/.test(mark)) {
      emphasise(open, mark, match.index, text);
    }
  }
  return open;
}

function closeBracket(open: OpenMark[]): void {
  const bracket = open.findLastIndex(({ mark }) => mark.endsWith('['));
  if (bracket >= 0) open.length = bracket;
}

/** A run of `*`, `_` or `~` closes the last open run of its kind, else opens one, by what stands beside it. */
function emphasise(open: OpenMark[], mark: string, at: number, text: string): void {
  const before = text[at - 1] ?? ' ';
  const after = text[at + mark.length] ?? ' ';
  const isInWord = /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after);
  if (mark[0] === '_' && isInWord) return;
  let left = mark.length;
  while (left > 0 && /\S/.test(before)) {
    const last = open.findLastIndex((other) => other.mark[0] === mark[0]);
    if (last < 0) break;
    const { mark: opening, at: start } = open[last]!;
    const used = Math.min(left, opening.length);
    open.length = last;
    if (used < opening.length) open.push({ mark: opening.slice(used), at: start });
    left -= used;
  }
  if (left > 0 && /\S/.test(after)) open.push({ mark: mark.slice(0, left), at });
}

/** `text` as it shall look while more is to come. */
export function closeMarks(text: string): string {
  // The last characters may be half of a mark, of a line break, of a character reference.
  let shown = text.replace(/(?:[*_~`!\\ \n]+|\$+|&#?\w{0,31}|\]|<[^\s<>]*)$/, '');
  shown = withoutHalfLink(shown);
  const open = openMarks(shown);
  for (const { mark, at } of open.reverse()) {
    if (mark.endsWith('[')) shown = shown.slice(0, at) + (mark === '[' ? shown.slice(at + 1) : '');
    else if (shown.length === at + mark.length) shown = shown.slice(0, at).trimEnd();
    else shown = shown.trimEnd() + mark;
  }
  return shown;
}

/** `[text](https://exa` becomes `text`, `![text](https://exa` nothing. */
function withoutHalfLink(text: string): string {
  const match =
    /(!?)\[((?:[^[\]\\]|\\.|\[[^[\]]*\]){0,1000})\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*(?:\([^()\n]*)?$/.exec(
      text.slice(-3000),
    );
  if (!match) return text;
  const start = text.length - match[0].length;
  return text.slice(0, start) + (match[1] ? '' : match[2]);
}
