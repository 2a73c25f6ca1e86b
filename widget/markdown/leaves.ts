/**
 * The blocks that hold text: how a line begins each, goes on it and ends it. Giving text to a block is left to `tree.ts`.
 */
import type { Code, Container, Maths, Paragraph } from './blocks.ts';
import { readHead } from './cells.ts';
import { decode } from './entities.ts';
import { indentOf, type Line, restOf, skipColumns, textOf } from './line.ts';
import { closeLeaf, closeUnmatched, countChild, open, type Parse, type Start, takeBack, takeText } from './tree.ts';

/** Whether the line goes on the open leaf, so far as its containers tell. */
export function goesOn({ leaf }: Parse, line: Line): boolean {
  if (!leaf) return false;
  const isBlank = textOf(line) === '';
  if (leaf.kind === 'maths') return true;
  if (leaf.kind === 'code') return leaf.fence !== null || isBlank || indentOf(line) >= 4;
  return !isBlank;
}

/** Gives a line to open code or maths, or closes it; false when the open leaf is neither. */
export function takeLeafLine(parse: Parse, start: Start): boolean {
  const { leaf } = parse;
  if (leaf?.kind !== 'code' && leaf?.kind !== 'maths') return false;
  parse.blank = leaf.kind === 'code' && !leaf.fence && textOf(start.line) === '';
  if (isClosing(leaf, start)) {
    closeLeaf(parse);
    return true;
  }
  if (leaf.kind === 'code') skipColumns(start.line, leaf.fence?.indent ?? 4);
  takeText(parse, restOf(start.line));
  return true;
}

/** The fence that closes code, or the `$$` that closes maths. */
function isClosing(leaf: Code | Maths, { line, complete }: Start): boolean {
  if (!complete || indentOf(line) > 3) return false;
  const text = textOf(line).trimEnd();
  if (leaf.kind === 'maths') return text === '$$';
  return !!leaf.fence && text.length >= leaf.fence.length && text === leaf.fence.char.repeat(text.length);
}

/** Begins a heading, a rule, code, a table or maths where the line does, and gives it the line. */
export function beginsLeaf(parse: Parse, start: Start): boolean {
  const text = textOf(start.line);
  const paragraph = start.goesOn && parse.leaf?.kind === 'paragraph' ? parse.leaf : null;
  if (indentOf(start.line) > 3) return text !== '' && parse.leaf?.kind !== 'paragraph' && beginsIndented(parse, start);
  return (
    beginsHeading(parse, start, text) ||
    (start.complete &&
      (beginsFence(parse, start, text) ||
        (paragraph !== null && (endsAsTable(parse, paragraph, text) || endsAsHeading(parse, paragraph, text))) ||
        beginsRule(parse, start, text) ||
        beginsMaths(parse, start, text)))
  );
}

function parentOf(parse: Parse, start: Start): Container {
  closeUnmatched(parse, start);
  if (parse.leaf) closeLeaf(parse);
  if (parse.containers.at(-1)!.kind === 'list') parse.containers.pop();
  const parent = parse.containers.at(-1)!;
  countChild(parse, parent);
  return parent;
}

const leaf = (parent: Container) => ({ parent, open: true, gone: false });

function beginsIndented(parse: Parse, start: Start): boolean {
  skipColumns(start.line, 4);
  const code = { kind: 'code', language: '', fence: null, begun: true, added: '', blanks: '' } as const;
  open(parse, { ...leaf(parentOf(parse, start)), ...code });
  takeText(parse, restOf(start.line));
  return true;
}

function beginsHeading(parse: Parse, start: Start, text: string): boolean {
  const match = /^(#{1,6})(?:[ \t]+|$)/.exec(text);
  if (!match) return false;
  open(parse, { ...leaf(parentOf(parse, start)), kind: 'heading', depth: match[1]!.length, text: '' });
  takeText(parse, text.slice(match[0].length));
  return true;
}

function beginsFence(parse: Parse, start: Start, text: string): boolean {
  const match = /^(`{3,}(?!.*`)|~{3,})[ \t]*(\S*)/.exec(text);
  if (!match) return false;
  const fence = { char: text[0]!, length: match[1]!.length, indent: indentOf(start.line) };
  const language = decode(match[2]!);
  open(parse, { ...leaf(parentOf(parse, start)), kind: 'code', language, fence, begun: false, added: '', blanks: '' });
  return true;
}

/** Whether the text is a rule, like `***` or `- - -`. */
export function isRule(text: string): boolean {
  return /^(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$/.test(text);
}

function beginsRule(parse: Parse, start: Start, text: string): boolean {
  if (!isRule(text)) return false;
  open(parse, { ...leaf(parentOf(parse, start)), kind: 'rule' });
  closeLeaf(parse);
  return true;
}

function beginsMaths(parse: Parse, start: Start, text: string): boolean {
  if (!parse.options.maths || text.trimEnd() !== '$$') return false;
  open(parse, { ...leaf(parentOf(parse, start)), kind: 'maths', text: '' });
  return true;
}

/** A line of `===` or `---` under a paragraph makes it a heading. */
function endsAsHeading(parse: Parse, paragraph: Paragraph, text: string): boolean {
  const match = /^(=+|-+)[ \t]*$/.exec(text);
  if (!match || paragraph.chunked) return false;
  closeLeaf(parse);
  if (paragraph.gone) return false;
  takeBack(paragraph);
  const depth = match[1]![0] === '=' ? 1 : 2;
  open(parse, { ...leaf(paragraph.parent), kind: 'heading', depth, text: paragraph.tail });
  countChild(parse, paragraph.parent);
  closeLeaf(parse);
  return true;
}

/** A delimiter row makes the line above it a table's header. */
function endsAsTable(parse: Parse, paragraph: Paragraph, text: string): boolean {
  if (!/^[|:\- \t]*-[|:\- \t]*$/.test(text)) return false;
  const lines = paragraph.tail.split('\n');
  const table = readHead(lines.pop()!, text);
  if (!table) return false;
  paragraph.tail = lines.join('\n');
  closeLeaf(parse);
  open(parse, { ...leaf(paragraph.parent), kind: 'table', ...table, rows: [], tail: '' });
  countChild(parse, paragraph.parent);
  return true;
}
