/**
 * The growing tree: what is open, what has changed, and how text gets into a leaf and a leaf is closed. Which block a
 * line belongs to is decided in `containers.ts` and `leaves.ts`.
 */
import type { Block, Code, Container, LeafBlock, List, Paragraph, Root } from './blocks.ts';
import { cutChunks } from './chunks.ts';
import { createLexer, type InlineLexer } from './lexer.ts';
import type { Line } from './line.ts';

export interface ParseOptions {
  /** Whether `$$` on a line of its own opens maths. */
  readonly maths: boolean;
}

export interface Parse {
  readonly options: ParseOptions;
  readonly lexer: InlineLexer;
  /** The open containers, outermost first. */
  readonly containers: Container[];
  /** The block that text goes to, or null. */
  leaf: LeafBlock | null;
  /** Whether the last line was blank, in the sense that makes a list loose. */
  blank: boolean;
  /** Text of a line that is not taken yet. */
  held: string;
  /** Whether a line is taken before its end. */
  inLine: boolean;
  /** Blocks that are new or have changed since the view last looked, in the order of the document. */
  readonly changed: Set<Block>;
  /** Labels of links defined since the view last looked. */
  readonly defined: Set<string>;
}

/** What the beginning of a line has decided so far. */
export interface Start {
  readonly line: Line;
  /** Whether the whole line is known: some blocks can only be told by their line's end. */
  readonly complete: boolean;
  /** How many of the open containers it goes on. */
  matched: number;
  /** Whether it goes on the open leaf. */
  goesOn: boolean;
}

export function createParse(options: ParseOptions): Parse {
  const root: Root = { kind: 'root', parent: null, children: 0 };
  const sets = { changed: new Set<Block>(), defined: new Set<string>() };
  const state = { leaf: null, blank: false, held: '', inLine: false };
  return { options, lexer: createLexer(options), containers: [root], ...state, ...sets };
}

/** Makes a leaf the one that takes text. */
export function open(parse: Parse, leaf: LeafBlock): void {
  parse.leaf = leaf;
  parse.changed.add(leaf);
}

/** Ends the open leaf, if there is one. */
export function closeLeaf(parse: Parse): void {
  const { leaf } = parse;
  if (!leaf) return;
  parse.leaf = null;
  leaf.open = false;
  parse.changed.add(leaf);
  if (leaf.kind === 'code' && !leaf.fence) leaf.added += '\n';
  if (leaf.kind !== 'paragraph') return;
  readDefinitions(parse, leaf, true);
  leaf.tail = leaf.tail.trimEnd();
  if (!leaf.tail && !leaf.chunked) takeBack(leaf);
}

/** Closes what the line does not go on. */
export function closeUnmatched(parse: Parse, start: Start): void {
  if (!start.goesOn) closeLeaf(parse);
  parse.containers.length = start.matched;
}

/** The innermost container that may hold any block: a list that gets no item ends. */
export function parentFor(parse: Parse, start: Start): Container {
  if (parse.containers[start.matched - 1]!.kind === 'list') start.matched--;
  parse.containers.length = start.matched;
  return parse.containers[start.matched - 1]!;
}

/** Counts a new block in its container; in an item, one that comes after a blank line makes the list loose. */
export function countChild(parse: Parse, parent: Container): void {
  if (parent.kind === 'item' && parse.blank && parent.children > 0) setLoose(parse, parent.parent);
  parent.children++;
}

export function setLoose(parse: Parse, list: List): void {
  if (list.loose) return;
  list.loose = true;
  parse.changed.add(list);
}

/** Takes a paragraph out of the document again. */
export function takeBack(paragraph: Paragraph): void {
  paragraph.gone = true;
  paragraph.parent.children--;
}

/** Gives the open leaf the text of a line that begins, or the first part of it. */
export function takeText(parse: Parse, text: string): void {
  const { leaf } = parse;
  if (leaf?.kind === 'code' && !leaf.fence) {
    takeIndented(parse, leaf, text);
    return;
  }
  if (leaf?.kind === 'paragraph' && leaf.tail) {
    readDefinitions(parse, leaf, false);
    if (leaf.tail) leaf.tail += '\n';
  }
  growLine(parse, text);
}

function takeIndented(parse: Parse, code: Code, text: string): void {
  if (text.trim() === '') {
    code.blanks += text;
    return;
  }
  growLine(parse, code.blanks + text);
  code.blanks = '';
}

/** Gives the open leaf more text of the same line. */
export function growLine(parse: Parse, text: string): void {
  const { leaf } = parse;
  if (!leaf || leaf.kind === 'rule') return;
  parse.changed.add(leaf);
  if (leaf.kind === 'code') leaf.added += text;
  else if (leaf.kind === 'heading' || leaf.kind === 'maths') leaf.text += text;
  else leaf.tail += text;
  if (leaf.kind === 'paragraph') cutChunks(leaf);
}

/** The line is whole. */
export function endLine(parse: Parse): void {
  const { leaf } = parse;
  if (leaf?.kind === 'heading') closeLeaf(parse);
  else if (leaf?.kind === 'maths') leaf.text += '\n';
  else if (leaf?.kind === 'code') endCodeLine(leaf);
  else if (leaf?.kind === 'table' && leaf.tail) {
    leaf.rows.push(leaf.tail);
    leaf.tail = '';
  }
}

function endCodeLine(code: Code): void {
  if (!code.fence) code.blanks += '\n';
  else if (code.begun) code.added += '\n';
  code.begun = true;
}

/** Takes link definitions off the start of a paragraph. One that the next line might still give a title waits for its end. */
function readDefinitions(parse: Parse, paragraph: Paragraph, isClosing: boolean): void {
  while (!paragraph.chunked && paragraph.tail.startsWith('[')) {
    const definition = parse.lexer.readDefinition(paragraph.tail);
    if (!definition) return;
    const rest = paragraph.tail.slice(definition.length).trimStart();
    if (!isClosing && (!rest || /^["'(]/.test(rest))) return;
    if (definition.define()) parse.defined.add(definition.label);
    paragraph.tail = rest;
    paragraph.searched = 0;
  }
}
