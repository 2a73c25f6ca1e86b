/**
 * How each kind of block stands in the DOM: its element, and how it is filled as the block grows. Every element name is
 * written here or in `code-view.ts` and `table-view.ts`, none comes from the text.
 */
import { html } from 'lit';
import type { Block, Heading, Maths, Paragraph } from './blocks.ts';
import { readRow } from './cells.ts';
import { createCodeView } from './code-view.ts';
import type { Extras } from './extras.ts';
import { createListView } from './list-view.ts';
import type { MarkdownOptions } from './options.ts';
import { createTableView } from './tables.ts';
import type { Text, Texts } from './texts.ts';
import type { Parse } from './tree.ts';
import { closeMarks } from './unfinished.ts';

/** What the blocks of a reply share. */
export interface Shared {
  /** The depth of the reply's first heading. */
  topHeading?: number;
  readonly parse: Parse;
  readonly container: HTMLElement;
  readonly options: MarkdownOptions;
  readonly texts: Texts;
  /** Colours and maths, which come later. */
  readonly extras: Extras;
  /** What the view of tables, a chunk of its own, needs of this one. */
  readonly tools: {
    readonly make: typeof make;
    readonly closeMarks: typeof closeMarks;
    readonly readRow: typeof readRow;
  };
  /** Calls `stop` when the reply is rendered anew or taken away. */
  whenDisposed(stop: () => void): void;
}

/** Handed over, not imported: a chunk that others import from drags more along. */
export const tools: Shared['tools'] = { make, closeMarks, readRow };

export interface BlockView {
  readonly element: HTMLElement;
  /** Shows what is new; of all but rules and plain containers. */
  show?(): void;
  /** Puts a block at the end, or takes the last one out; of containers only. */
  add?(view: BlockView): void;
  remove?(view: BlockView): void;
}

export function createBlockView(block: Block, shared: Shared): BlockView {
  switch (block.kind) {
    case 'root':
      return createParts(shared.container);
    case 'quote':
      return createParts(make('blockquote', block, shared));
    case 'list':
      return createListView(block, shared);
    case 'item':
      return createPlain(document.createElement('li'));
    case 'paragraph':
      return createParagraphView(block, shared);
    case 'heading':
      return createHeadingView(block, shared);
    case 'code':
      return createCodeView(block, shared);
    case 'table':
      return createTableView(block, shared);
    case 'rule':
      return { element: document.createElement('hr') };
    case 'maths':
      return createMathsView(block, shared);
  }
}

/** An element for a block that holds text. A block of the reply itself takes the direction of its first letter. */
export function make(name: string, block: Block, { texts }: Shared): HTMLElement {
  const element = document.createElement(name);
  if (block.parent?.kind === 'root') texts.direct(element);
  return element;
}

function createPlain(element: HTMLElement): BlockView {
  return { element, add: (view) => element.append(view.element), remove: (view) => view.element.remove() };
}

/** Blocks to a part, and parts to a part of parts. */
const PART_SIZE = 12;

/**
 * A part out of sight is neither laid out nor painted, and a part of parts keeps the browser from looking at each: what a
 * frame costs hardly grows with the reply.
 */
function createParts(element: HTMLElement): BlockView {
  const add = (view: BlockView) => {
    const outer = element.lastElementChild;
    const inner = outer?.lastElementChild;
    if (inner && inner.childElementCount < PART_SIZE) inner.append(view.element);
    else
      addPart(outer && outer.childElementCount < PART_SIZE ? outer : addPart(element, 'parts'), 'part').append(
        view.element,
      );
  };
  const remove = (view: BlockView) => {
    const inner = view.element.parentElement!;
    const outer = inner.parentElement!;
    view.element.remove();
    if (!inner.childElementCount) inner.remove();
    if (!outer.childElementCount) outer.remove();
  };
  return { element, add, remove };
}

function addPart(parent: Element, name: 'part' | 'parts'): HTMLElement {
  const part = parent.appendChild(document.createElement('div'));
  part.className = name;
  return part;
}

function createHeadingView(heading: Heading, shared: Shared): BlockView {
  const { texts } = shared;
  const element = make(`h${heading.depth}`, heading, shared);
  // In the page's outline the first one stands below the name of who speaks, the others as the reply has them.
  shared.topHeading ??= heading.depth;
  element.ariaLevel = `${Math.min(6, 4 + Math.max(0, heading.depth - shared.topHeading))}`;
  const text: Text = { host: element, before: null, source: '' };
  const show = () => {
    const source = heading.text.replace(/(?:^|[ \t]+)#+[ \t]*$/, '').trim();
    text.source = heading.open ? closeMarks(source) : source;
    texts.show(text);
  };
  return { element, show };
}

/** Chunks to a run. A second run, which hardly any paragraph has, is a box of its own: the first is not laid out again. */
const RUN_SIZE = 4;

function createParagraphView(paragraph: Paragraph, shared: Shared): BlockView {
  const element = make('p', paragraph, shared);
  let host = element;
  let count = 0;
  const next = (): Text => {
    if (count > 0 && count % RUN_SIZE === 0) {
      host = element.appendChild(document.createElement('span'));
      host.className = 'run';
    }
    count++;
    return { host, before: host.appendChild(document.createComment('')), source: '' };
  };
  let text = next();
  const showText = (source: string, shown = source, breaks = false) => {
    const task = paragraph.leads && count === 1 ? TASK.exec(source) : null;
    if (task) setTask(text, task[1] !== ' ');
    text.source = task ? shown.slice(task[0].length) : shown;
    text.breaks = breaks;
    shared.texts.show(text);
  };
  const show = () => {
    for (const chunk of paragraph.chunks.splice(0)) {
      showText(chunk.text, chunk.text, chunk.breaks);
      text = next();
    }
    showText(paragraph.tail, paragraph.open ? growing(paragraph) : paragraph.tail);
    // The letter that gave the direction may have gone with the last line, into a table's header.
    if (!paragraph.open && !paragraph.chunked && !/\p{L}/u.test(paragraph.tail)) element.removeAttribute('dir');
  };
  return { element, show };
}

/** `[x] ` at the start of an item is a task's box. */
const TASK = /^\[([ xX])\][ \t]+(?=\S)/;

/** How many boxes have been named. */
let tasks = 0;

function setTask(text: Text, isDone: boolean): void {
  text.host.parentElement?.classList.add('task');
  // What is done, or not, says the text that follows.
  text.host.id ||= `letta-chat-task-${++tasks}`;
  text.lead = html`<input type="checkbox" disabled aria-labelledby=${text.host.id} ?checked=${isDone} /> `;
}

/** The open end of a paragraph as it shall look: without what may still turn out to be something else. */
function growing({ tail, chunked, leads }: Paragraph): string {
  const line = tail.lastIndexOf('\n') + 1;
  // A line that begins with a bar is likely a table's first; a bracket, a task's box or a definition.
  let shown = tail[line] === '|' ? tail.slice(0, line) : tail;
  if (!chunked && /^\[[^\]]*(?:\](?::.*)?)?$/s.test(shown)) shown = '';
  if (leads && /^\[[ xX]\]\s*$/.test(shown)) shown = '';
  return closeMarks(shown);
}

function createMathsView(maths: Maths, { extras }: Shared): BlockView {
  const element = document.createElement('div');
  element.className = 'maths';
  const show = () => {
    element.textContent = maths.text;
    if (!maths.open) extras.setMaths(element, maths.text, true);
  };
  return { element, show };
}
