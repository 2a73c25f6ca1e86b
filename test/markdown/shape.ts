// Builds the shape of a document from the parser alone, as the view would see it, so that two ways of feeding a text can be compared.
import type { Block } from '../../widget/markdown/blocks.ts';
import { feed, finish } from '../../widget/markdown/parse.ts';
import { createParse, type Parse } from '../../widget/markdown/tree.ts';

/** A block as it ended: its kind, what is known of it, its text, and the blocks in it. */
export interface Shape {
  kind: string;
  facts: Record<string, unknown>;
  text: string[];
  children: Shape[];
}

/** The shape of a text that arrives in these pieces. */
export function shapeOf(pieces: readonly string[], options = { maths: true }): Shape {
  const parse = createParse(options);
  const shapes = new Map<Block, Shape>();
  const root: Shape = { kind: 'root', facts: {}, text: [], children: [] };
  shapes.set(parse.containers[0]!, root);
  for (const piece of pieces) {
    feed(parse, piece);
    take(parse, shapes);
  }
  finish(parse);
  take(parse, shapes);
  return root;
}

function take(parse: Parse, shapes: Map<Block, Shape>): void {
  for (const block of parse.changed) {
    const parent = shapes.get(block.parent!)!;
    const shape = shapes.get(block) ?? { kind: block.kind, facts: {}, text: [], children: [] };
    if (!shapes.has(block)) parent.children.push(shape);
    shapes.set(block, shape);
    if ('gone' in block && block.gone) parent.children.splice(parent.children.indexOf(shape), 1);
    else fill(shape, block);
  }
  parse.changed.clear();
}

function fill(shape: Shape, block: Block): void {
  switch (block.kind) {
    case 'list':
      shape.facts = { start: block.start, loose: block.loose };
      break;
    case 'paragraph':
      shape.facts = { tail: block.tail, leads: block.leads };
      shape.text.push(...block.chunks.splice(0).map(({ text, breaks }) => text + (breaks ? '⏎' : '')));
      break;
    case 'heading':
      shape.facts = { depth: block.depth, text: block.text };
      break;
    case 'maths':
      shape.facts = { text: block.text };
      break;
    case 'code':
      shape.facts = { language: block.language };
      shape.text = [shape.text.join('') + block.added];
      block.added = '';
      break;
    case 'table':
      shape.facts = { header: block.header, align: block.align, tail: block.tail };
      shape.text.push(...block.rows.splice(0));
  }
}
