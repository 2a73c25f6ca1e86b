/**
 * Feeds text to the blocks, line by line. A line is taken as soon as it is plain what it begins, so a long one grows on
 * screen; until then it is held back, so no half of a mark is ever shown. What a line means depends on the lines before
 * it alone, never on how the text was cut: the tree is the same for every way of streaming it, and each character is
 * read once. Where lines belong is decided in `containers.ts` and `leaves.ts`.
 */
import { startLine } from './containers.ts';
import { closeLeaf, endLine, growLine, type Parse } from './tree.ts';

/** A longer line than this begins as if its end were not known: no rule, no fence, no delimiter row is that long. */
const LONGEST_HELD = 1000;

/** Takes more text. */
export function feed(parse: Parse, text: string): void {
  let rest = parse.held + text;
  parse.held = '';
  // A carriage return may be half of a line's end.
  const half = rest.endsWith('\r') ? '\r' : '';
  rest = rest
    .slice(0, rest.length - half.length)
    .replace(/\r\n?/g, '\n')
    .replaceAll('\0', '\uFFFD');
  let start = 0;
  while (start < rest.length) {
    const end = rest.indexOf('\n', start);
    if (end < 0) break;
    takeLine(parse, rest.slice(start, end));
    start = end + 1;
  }
  takeBeginning(parse, rest.slice(start));
  parse.held += half;
}

/** Ends the text: the last line counts as whole, every block is closed. */
export function finish(parse: Parse): void {
  const last = parse.held.replace('\r', '');
  parse.held = '';
  if (parse.inLine || last) takeLine(parse, last);
  closeLeaf(parse);
}

function takeLine(parse: Parse, text: string): void {
  if (parse.inLine) growLine(parse, text);
  else startLine(parse, text, text.length <= LONGEST_HELD);
  endLine(parse);
  parse.inLine = false;
}

function takeBeginning(parse: Parse, text: string): void {
  if (!text) return;
  if (parse.inLine) {
    growLine(parse, text);
  } else if (isPlain(text)) {
    startLine(parse, text, false);
    parse.inLine = true;
  } else {
    parse.held = text;
  }
}

/** Only marks so far: a rule, an underline, a delimiter row, markers of lists and quotations. */
const MARKS = /^[\s>*+\-_=#|:`~$\d.)]*$/;
/** The opening of a fence waits for its line's end: a backtick behind it would make it a span of code. */
const FENCE = /^[ \t>*+\-\d.)]*(?:`{3}|~{3})/;

/** Whether the beginning of a line tells what it begins. */
function isPlain(text: string): boolean {
  return text.length > LONGEST_HELD || !(MARKS.test(text) || FENCE.test(text));
}
