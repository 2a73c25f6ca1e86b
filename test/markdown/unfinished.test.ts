// What a growing text looks like: marks that are still open are closed, halves of marks are not shown.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode } from '../../widget/markdown/entities.ts';
import { closeMarks, openMarks } from '../../widget/markdown/unfinished.ts';

const cases: readonly [text: string, shown: string][] = [
  ['plain', 'plain'],
  ['a **bold', 'a **bold**'],
  ['a **bold*', 'a **bold**'],
  ['a **bold**', 'a **bold**'],
  ['a **', 'a'],
  ['a *em with `code', 'a *em with `code`*'],
  ['a ***both', 'a ***both***'],
  ['snake_case_name', 'snake_case_name'],
  ['2 * 3', '2 * 3'],
  ['~~gone', '~~gone~~'],
  ['see [the page', 'see the page'],
  ['see [the page]', 'see the page'],
  ['see [the page](https://exa', 'see the page'],
  ['see [the page](https://example.com/a_(b', 'see the page'],
  ['see [the page](https://example.com)', 'see [the page](https://example.com)'],
  ['look ![a pict', 'look'],
  ['look ![a picture](https://exa', 'look'],
  ['fish &am', 'fish'],
  ['half\\', 'half'],
  ['``a ` b', '``a ` b``'],
  ['<https://exa', ''],
];

for (const [text, shown] of cases) {
  test(`"${text}" shows as "${shown}"`, () => {
    assert.equal(closeMarks(text).trim(), shown);
  });
}

test('a finished text has no open marks', () => {
  for (const text of ['**a** *b* `c` [d](e) ~~f~~', 'a ** b', '\\*a', '*a **b** c*'])
    assert.deepEqual(openMarks(text), [], text);
});

test('character references become characters once, and unknown names stay', () => {
  assert.equal(decode('&amp;lt; &copy; &#35; &#x1F6B2; &nbsp;&yuml;'), '&lt; © # 🚲 \u00a0ÿ');
  assert.equal(decode('&#0; &#xD800; &#1114112;'), '\uFFFD \uFFFD \uFFFD');
  assert.equal(decode('&unknown; & &; AT&T'), '&unknown; & &; AT&T');
});
