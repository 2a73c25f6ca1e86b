/**
 * Where a line belongs: which open quotations, lists and items it goes on, and which blocks it begins. The algorithm is
 * CommonMark's own (https://spec.commonmark.org/0.31.2/#appendix-a-parsing-strategy), which reads every line once.
 */
import type { Container, Item, List } from './blocks.ts';
import { beginsLeaf, goesOn, isRule, takeLeafLine } from './leaves.ts';
import { indentOf, isSpace, type Line, skipColumns, skipText, textOf, toLine } from './line.ts';
import { closeUnmatched, countChild, open, type Parse, parentFor, type Start, setLoose, takeText } from './tree.ts';

/** Containers in containers: beyond that a marker is text. */
const MAX_NESTING = 40;

/** Reads the beginning of a line, or all of it, and gives its text to a block. */
export function startLine(parse: Parse, text: string, complete: boolean): void {
  const line = toLine(text);
  const matched = matchContainers(parse, line);
  const start: Start = { line, complete, matched, goesOn: false };
  start.goesOn = matched === parse.containers.length && goesOn(parse, line);
  if (start.goesOn && takeLeafLine(parse, start)) return;
  let begins = true;
  while (begins) begins = beginsContainer(parse, start);
  if (beginsLeaf(parse, start)) parse.blank = false;
  else takeRest(parse, start);
}

function matchContainers(parse: Parse, line: Line): number {
  let matched = 1;
  while (matched < parse.containers.length && matches(parse.containers[matched]!, line)) matched++;
  return matched;
}

function matches(container: Container, line: Line): boolean {
  if (container.kind === 'quote') {
    if (indentOf(line) > 3 || textOf(line)[0] !== '>') return false;
    readQuoteMark(line);
  } else if (container.kind === 'item') {
    const isBlank = textOf(line) === '';
    if (isBlank ? container.children === 0 : indentOf(line) < container.indent) return false;
    skipColumns(line, isBlank ? indentOf(line) : container.indent);
  }
  return true;
}

function readQuoteMark(line: Line): void {
  skipText(line, 1);
  if (isSpace(line.text[line.offset])) skipColumns(line, 1);
}

/** A quotation's or an item's marker at the start of what is left of the line. */
function beginsContainer(parse: Parse, start: Start): boolean {
  const { line } = start;
  if (start.matched > MAX_NESTING || indentOf(line) > 3) return false;
  const text = textOf(line);
  if (text[0] !== '>') return beginsItem(parse, start, text);
  start.goesOn = false;
  closeUnmatched(parse, start);
  readQuoteMark(line);
  push(parse, start, { kind: 'quote', parent: parentFor(parse, start), children: 0 });
  return true;
}

const MARKER = /^(?:([-+*])|(\d{1,9})([.)]))(?=[ \t]|$)(.*)/s;

function beginsItem(parse: Parse, start: Start, text: string): boolean {
  const match = MARKER.exec(text);
  if (!match) return false;
  const [, bullet, number, mark, rest] = match;
  // What could interrupt a paragraph by accident, does not: an empty item, a number that happens to start a line.
  const inParagraph = start.goesOn && parse.leaf?.kind === 'paragraph';
  if (inParagraph && (rest!.trim() === '' || (number && Number(number) !== 1))) return false;
  if (start.complete && isRule(text)) return false;
  start.goesOn = false;
  closeUnmatched(parse, start);
  const outer = indentOf(start.line);
  const indent = outer + readMarker(start.line, bullet ? 1 : number!.length + 1);
  const list = listFor(parse, start, bullet ?? mark!, number === undefined ? null : Number(number));
  if (parse.blank && list.children > 0) setLoose(parse, list);
  const item: Item = { kind: 'item', parent: list, children: 0, indent };
  push(parse, start, item);
  return true;
}

/** Reads the marker and the space after it; answers their width. */
function readMarker(line: Line, length: number): number {
  skipText(line, length);
  const space = indentOf(line);
  if (space < 1 || space > 4 || textOf(line) === '') {
    skipColumns(line, 1);
    return length + 1;
  }
  skipColumns(line, space);
  return length + space;
}

function listFor(parse: Parse, start: Start, delimiter: string, number: number | null): List {
  const last = parse.containers[start.matched - 1]!;
  if (last.kind === 'list' && last.delimiter === delimiter) return last;
  const parent = parentFor(parse, start);
  const list: List = { kind: 'list', parent, children: 0, start: number, delimiter, loose: false };
  push(parse, start, list);
  return list;
}

function push(parse: Parse, start: Start, container: Exclude<Container, { kind: 'root' }>): void {
  countChild(parse, container.parent);
  parse.containers.push(container);
  parse.changed.add(container);
  start.matched = parse.containers.length;
  start.goesOn = false;
}

function takeRest(parse: Parse, start: Start): void {
  const text = textOf(start.line);
  if (text === '') {
    takeBlank(parse, start);
    return;
  }
  const isLazy = !start.goesOn && parse.leaf?.kind === 'paragraph' && start.matched < parse.containers.length;
  if (!isLazy) closeUnmatched(parse, start);
  if (!isLazy && !parse.leaf) {
    const parent = parentFor(parse, start);
    const leads = parent.kind === 'item' && parent.children === 0;
    countChild(parse, parent);
    open(parse, {
      kind: 'paragraph',
      parent,
      open: true,
      gone: false,
      leads,
      chunks: [],
      chunked: false,
      tail: '',
      searched: 0,
    });
  }
  takeText(parse, text);
  parse.blank = false;
}

function takeBlank(parse: Parse, start: Start): void {
  closeUnmatched(parse, start);
  const innermost = parse.containers.at(-1)!;
  const isNewItem = innermost.kind === 'item' && innermost.children === 0;
  parse.blank = innermost.kind !== 'quote' && !isNewItem;
}
