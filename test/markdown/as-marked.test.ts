// marked is the yardstick: text that is marked up as people and models do it reads here as it does there. CommonMark's awkward
// examples are tested in ../browser/markdown-commonmark.test.ts, marks in any order in inline.test.ts.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Lexer, type Token as MarkedToken, type Tokens } from 'marked';
import { createLexer } from '../../widget/markdown/lexer.ts';
import type { Token } from '../../widget/markdown/tokens.ts';

/** What both say of a text, in one form: text joined, everything else by its kind. */
type Plain = string | readonly [kind: string, ...parts: readonly unknown[]];

function ours(tokens: readonly Token[]): Plain[] {
  return joined(
    tokens.map((token) => {
      if (typeof token === 'string') return token;
      if (token.kind === 'break') return token.isHard ? ['br'] : '\n';
      if (token.kind === 'link' || token.kind === 'image')
        return [token.kind, token.href, token.title ?? null, ...ours(token.tokens)];
      return 'tokens' in token ? [token.kind, ...ours(token.tokens)] : [token.kind, token.text];
    }),
  );
}

function theirs(tokens: readonly MarkedToken[]): Plain[] {
  return joined(
    tokens.map((token) => {
      switch (token.type) {
        case 'br':
          return ['br'];
        case 'codespan':
          return ['code', (token as Tokens.Codespan).text];
        case 'link':
        case 'image': {
          const { type, href, title, tokens: inner = [] } = token as Tokens.Link;
          return [type, href, title ?? null, ...theirs(inner)];
        }
        case 'em':
        case 'strong':
        case 'del':
          return [token.type, ...theirs((token as Tokens.Em).tokens)];
        default:
          return (token as Tokens.Text).text;
      }
    }),
  );
}

function joined(parts: readonly Plain[]): Plain[] {
  const out: Plain[] = [];
  for (const part of parts) {
    if (typeof part === 'string' && typeof out.at(-1) === 'string') out.push(`${out.pop()}${part}`);
    else out.push(part);
  }
  return out;
}

const words = fc
  .array(
    fc.constantFrom('one', 'two-three', 'snake_case', 'naïve', '日本語', '5 * 6', 'a & b', 'x < y', '(so)', '50 %'),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((all) => all.join(' '));
const address = fc.constantFrom(
  'https://a.example/b_c',
  '/path',
  '#part',
  'https://a.example/(b)?c=d&e=f',
  'mailto:a@b.example',
);
const title = fc.constantFrom('', ' "a title"', " 'one more'");
const leaf = fc.oneof(
  { weight: 4, arbitrary: words },
  fc.constantFrom(
    '`code *here*`',
    '`` a ` b ``',
    '\\*',
    '<https://a.example/b>',
    'https://a.example/x',
    'line  \nbreak',
    'soft\nbreak',
  ),
);
const { text } = fc.letrec<{ text: string; span: string }>((tie) => ({
  text: fc
    .array(fc.oneof({ weight: 3, arbitrary: leaf }, tie('span')), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join(' ')),
  span: fc.oneof(
    { depthSize: 'small' },
    words.map((inner) => `*${inner}*`),
    // Not mark beside mark: there the two go different ways, and CommonMark's examples decide.
    tie('text').map((inner) => `**so ${inner} so**`),
    words.map((inner) => `~~${inner}~~`),
    words.map((inner) => `_${inner}_`),
    fc.tuple(words, address, title).map(([inner, to, named]) => `[${inner}](${to}${named})`),
    fc.tuple(words, address, title).map(([inner, to, named]) => `![${inner}](${to}${named})`),
  ),
}));

describe('inline text', () => {
  test('that is marked up with care reads as in marked', () => {
    const lexer = createLexer({ maths: false });
    fc.assert(
      fc.property(text, (source) =>
        assert.deepEqual(ours(lexer.lex(source).tokens), theirs(new Lexer({ gfm: true }).inlineTokens(source)), source),
      ),
      { numRuns: 3000 },
    );
  });
});
