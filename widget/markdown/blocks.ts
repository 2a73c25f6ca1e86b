/**
 * The tree of blocks that parsing grows: containers that hold blocks, leaves that hold text. A block knows its parent and
 * keeps only what is not shown yet; what is shown is the view's, so a long reply is not held twice.
 */

export interface Root {
  readonly kind: 'root';
  readonly parent: null;
  /** Blocks in it so far. */
  children: number;
}

export interface Quote {
  readonly kind: 'quote';
  readonly parent: Container;
  children: number;
}

export interface List {
  readonly kind: 'list';
  readonly parent: Container;
  children: number;
  /** The number of the first item, or null for bullets. */
  readonly start: number | null;
  /** `-`, `+`, `*`, `.` or `)`: another one begins another list. */
  readonly delimiter: string;
  /** Items are set apart, because a blank line stands between or in them. */
  loose: boolean;
}

export interface Item {
  readonly kind: 'item';
  readonly parent: List;
  children: number;
  /** Columns that a line needs to belong to the item. */
  readonly indent: number;
}

/** A run of text that is lexed on its own. */
export interface Chunk {
  readonly text: string;
  /** A line break follows. */
  readonly breaks: boolean;
}

interface Leaf {
  readonly parent: Container;
  /** Whether more text may come. */
  open: boolean;
  /** Taken back: it was nothing but link definitions, or has become another kind of block. */
  gone: boolean;
}

export interface Paragraph extends Leaf {
  readonly kind: 'paragraph';
  /** The first block of a list item: a `[x]` there is a task's. */
  readonly leads: boolean;
  /** Finished runs that the view has not taken yet. */
  chunks: Chunk[];
  /** Whether a run was ever finished: then the start of the paragraph is settled. */
  chunked: boolean;
  /** The text since, lines joined by a line feed. */
  tail: string;
  /** How far a place to cut the tail was looked for. */
  searched: number;
}

export interface Heading extends Leaf {
  readonly kind: 'heading';
  readonly depth: number;
  text: string;
}

export interface Code extends Leaf {
  readonly kind: 'code';
  /** The first word after the fence, or ''. */
  readonly language: string;
  /** What closes it, or null for code by indentation. */
  readonly fence: { readonly char: string; readonly length: number; readonly indent: number } | null;
  /** Whether a line of it was read: the fence's own line is not its text. */
  begun: boolean;
  /** Text that the view has not taken yet. */
  added: string;
  /** Blank lines that count only when code follows. */
  blanks: string;
}

export type Align = 'left' | 'right' | 'center' | null;

export interface Table extends Leaf {
  readonly kind: 'table';
  readonly header: readonly string[];
  readonly align: readonly Align[];
  /** Finished lines that the view has not taken yet. */
  rows: string[];
  /** The line that is still growing. */
  tail: string;
}

export interface Rule extends Leaf {
  readonly kind: 'rule';
}

/** `$$` … `$$` on lines of their own; only with the option `maths`. */
export interface Maths extends Leaf {
  readonly kind: 'maths';
  text: string;
}

export type Container = Root | Quote | List | Item;
export type LeafBlock = Paragraph | Heading | Code | Table | Rule | Maths;
export type Block = Container | LeafBlock;
