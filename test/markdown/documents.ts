// Documents for property tests: pieces of Markdown put together at random, well formed and not, and ways to cut a text.
import fc from 'fast-check';

const inlines = [
  'plain words',
  '*emphasis*',
  '**strong _and_ emphasis**',
  '`code`',
  '``a ` b``',
  '~~gone~~',
  '[a link](https://example.com/a_(b) "title")',
  '[a reference][one]',
  '[one]',
  '![a picture](https://example.com/p.png)',
  'https://example.com/x?a=1&b=2',
  '<b>html</b>',
  '&amp; &copy; &#35;',
  '**open',
  '`open',
  '[open](http',
  'a * b',
  '5 < 6',
  '\\*escaped\\*',
  'ends\\',
  'two  ',
  '$x^2$',
  'שלום עולם',
  'café 🚲',
  '- [ ] ',
];

const lines = [
  '# Heading #',
  '###### Small',
  '#no heading',
  'Setext\n===',
  'Two\nlines\n---',
  '---',
  '* * *',
  '- item',
  '- [x] done',
  '- [ ] to do',
  '  - nested',
  '    - deeper',
  '* other',
  '1. one',
  '2) two',
  '10. ten',
  '-',
  '  continued',
  '    indented',
  '\tindented by a tab',
  '> quotation',
  '> > nested',
  '> - item',
  '>',
  '```ts\nconst a = 1;\n\n  b();\n```',
  '~~~\n```\n~~~',
  '```',
  '    ```',
  '| a | b |\n| --- | :-: |\n| 1 | *2* |\n| 3 |',
  'a | b\n-|-\nc | d',
  '| no table |',
  '|---|',
  '[one]: https://example.com/1',
  '[one]: <https://example.com/2> "title"',
  '[two]: /two\n"title"',
  '$$\nx^2\n$$',
  '<div>\n*html*\n</div>',
  '',
  '',
  ' ',
];

const line = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...lines) },
  {
    weight: 2,
    arbitrary: fc.array(fc.constantFrom(...inlines), { minLength: 1, maxLength: 4 }).map((all) => all.join(' ')),
  },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...'ab *_`~[]()<>#-+|>:.!\\&$\t\r\n1'), maxLength: 20 }) },
);

/** A document of a few dozen lines. */
export const documents = fc
  .tuple(fc.array(line, { maxLength: 24 }), fc.constantFrom('\n', '\r\n'))
  .map(([all, end]) => all.join(end));

/** A text in pieces: a document, and where it is cut. */
export const cutDocuments = fc
  .tuple(documents, fc.array(fc.nat({ max: 600 }), { maxLength: 40 }))
  .map(([text, places]) => cut(text, places));

/** Cuts a text at these places. */
export function cut(text: string, places: readonly number[]): string[] {
  const sorted = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...sorted].map((start, i) => text.slice(start, sorted[i] ?? text.length));
}
