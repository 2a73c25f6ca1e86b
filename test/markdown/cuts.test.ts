// However a text is cut into deltas, it becomes the same blocks. The same for the DOM is in test/browser/markdown-cuts.test.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tests as examples } from 'commonmark-spec';
import fc from 'fast-check';
import { cutDocuments } from './documents.ts';
import { shapeOf } from './shape.ts';

test('a document fed in any pieces has the blocks of the document fed at once', () => {
  fc.assert(
    fc.property(cutDocuments, (pieces) => {
      assert.deepEqual(shapeOf(pieces), shapeOf([pieces.join('')]));
    }),
    { numRuns: 3000 },
  );
});

test("each of CommonMark's examples fed character by character has the blocks of the example fed at once", () => {
  for (const { markdown } of examples) assert.deepEqual(shapeOf([...markdown]), shapeOf([markdown]), markdown);
});

test('a long paragraph is cut into the same runs however it arrives', () => {
  const sentences = Array.from(
    { length: 400 },
    (_, i) => `Sentence ${i} with *emphasis ${i % 7 ? '*' : ''} and words.`,
  );
  for (const join of [' ', '\n', '  \n', '']) {
    const text = sentences.join(join);
    const whole = shapeOf([text]);
    assert.ok(whole.children[0]!.text.length > 1, 'cut into runs');
    for (const size of [1, 7, 20, 1000]) {
      const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g'))!;
      assert.deepEqual(shapeOf(pieces), whole);
    }
  }
});
