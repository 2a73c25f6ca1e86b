// However a reply is cut into deltas, its DOM in the end is that of the reply rendered at once.
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { cutDocuments } from '../markdown/documents.ts';
import { htmlOf } from './markdown-tools.ts';

/** Like `equal`, but shows the place of the first difference instead of two long documents. */
function expectSame(actual: string, expected: string): void {
  const at = [...expected].findIndex((char, i) => actual[i] !== char);
  if (actual !== expected) expect(actual.slice(at - 100, at + 100)).to.equal(expected.slice(at - 100, at + 100));
}

describe('a reply in pieces', () => {
  it('becomes the same DOM as the reply at once', async () => {
    await fc.assert(
      fc.asyncProperty(cutDocuments, async (pieces) => {
        expect(await htmlOf(pieces)).to.equal(await htmlOf([pieces.join('')]));
      }),
      { numRuns: 150 },
    );
  });

  it('does so where it is long enough for parts, runs and groups', async () => {
    const blocks = Array.from({ length: 150 }, (_, i) => `Paragraph ${i} with [a reference][${i % 40}] and *more*.`);
    const items = Array.from({ length: 90 }, (_, i) => `${i + 3}. item ${i}`);
    const rows = Array.from({ length: 130 }, (_, i) => `| ${i} | cell *${i}* |`);
    const code = Array.from({ length: 90 }, (_, i) => `line ${i}`);
    const definitions = Array.from({ length: 40 }, (_, i) => `[${i}]: https://example.com/${i}`);
    const text = [
      ...blocks,
      items.join('\n'),
      `| a | b |\n|---|--:|\n${rows.join('\n')}`,
      `\`\`\`\n${code.join('\n')}\n\`\`\``,
      blocks.join(' '),
      blocks.join('\n'),
      blocks.map((block) => `> ${block}\n>`).join('\n'),
      definitions.join('\n'),
    ].join('\n\n');
    const whole = await htmlOf([text]);
    expect(whole.match(/<a /g)).to.have.length(150 * 4);
    for (const size of [61, 997]) {
      const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g'))!;
      expectSame(await htmlOf(pieces), whole);
    }
  });
});
