// The replies of the bench: an everyday document, and the shapes that are hard on whoever renders a growing text. Always the same
// for a size.
import { markdownDocument } from '../../demo/simulator/brain-scripted.ts';

export const shapes = ['document', 'fence', 'table', 'list', 'quotation', 'paragraph', 'lines'] as const;
export type Shape = (typeof shapes)[number];

/** A text of that many bytes or a few more. */
export function makeDocument(shape: Shape, bytes: number): string {
  switch (shape) {
    case 'document':
      return markdownDocument(bytes);
    case 'fence':
      return `\`\`\`ts\n${repeat(bytes, (i) => `export const value${i} = compute(${i}, "text"); // line ${i}\n`)}\`\`\`\n`;
    case 'table':
      return `| name | value | note |\n| --- | ---: | --- |\n${repeat(bytes, (i) => `| row ${i} | ${i * i} | *lorem* ipsum \`x\` |\n`)}`;
    case 'list':
      return repeat(bytes, (i) => `- item ${i} with **strong** words\n`);
    case 'quotation':
      return repeat(bytes, (i) => `> line ${i} of a *quotation* that goes on\n${i % 5 === 4 ? '>\n' : ''}`);
    case 'paragraph':
      return repeat(bytes, (i) => `Sentence ${i} has *emphasis* and \`code\` in it. `);
    case 'lines':
      return repeat(bytes, (i) => `Line ${i} of one paragraph has *emphasis* and \`code\` in it.\n`);
  }
}

function repeat(bytes: number, line: (i: number) => string): string {
  let text = '';
  for (let i = 0; text.length < bytes; i++) text += line(i);
  return text;
}
