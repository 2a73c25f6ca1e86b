// The build leaves out what the replies never reach in marked (vite.config.ts). What is left has to read inline text exactly as
// the package does.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { tests as examples } from 'commonmark-spec';
import fc from 'fast-check';
import * as whole from 'marked';
import { build } from 'vite';
import { markedLexer } from '../../vite.config.ts';

type Parts = Pick<typeof whole, 'Lexer' | 'Tokenizer'>;

const links = { foo: { href: '/url', title: 'title' }, bar: { href: '/bar', title: null } };

function tokensOf({ Lexer, Tokenizer }: Parts, text: string): unknown {
  const options = { gfm: true, breaks: false, pedantic: false, tokenizer: new Tokenizer(), extensions: null };
  const lexer = new Lexer(options);
  Object.assign(lexer.tokens.links, links);
  return comparable(lexer.inlineTokens(text));
}

/** Character references are resolved by the widget itself, from the text as it is written. */
function comparable(tokens: readonly whole.Token[]): unknown {
  return tokens.map((token) => ({
    ...token,
    ...('text' in token && token.type === 'text' ? { text: token.raw } : {}),
    ...('tokens' in token && token.tokens ? { tokens: comparable(token.tokens) } : {}),
  }));
}

const mark = fc.constantFrom(
  ...['*', '**', '_', '__', '~~', '~', '`', '``', '[', ']', '](', ')', '![', '<', '>', '\\', '\n', '  \n', ' '],
  ...[
    'a',
    'b c',
    '1',
    '"',
    '.',
    'https://example.com/a_b',
    'www.example.com.',
    'me@example.com',
    '<b>',
    '</a>',
    '<a href="*">',
  ],
  ...['[foo]', '[bar][]', '&amp;', '&#42;', '<https://example.com>', 'ä', '。', '👍', '|', '$'],
);

describe("marked's lexer as it is built", () => {
  let cut: Parts;

  before(async () => {
    const entry = '\0entry.js';
    const source = {
      name: 'entry',
      resolveId: (id: string) => (id === 'entry' ? entry : null),
      load: (id: string) => (id === entry ? "export { Lexer, Tokenizer } from 'marked';" : null),
    };
    const output = await build({
      configFile: false,
      logLevel: 'error',
      plugins: [source, markedLexer()],
      build: { write: false, rolldownOptions: { input: 'entry', preserveEntrySignatures: 'strict' } },
    });
    assert.ok('output' in output && output.output[0].type === 'chunk');
    const { code } = output.output[0];
    assert.ok(!code.includes('blockquote'), 'blocks are left out');
    cut = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  });

  test("reads CommonMark's examples as the package does", () => {
    for (const { markdown } of examples) assert.deepEqual(tokensOf(cut, markdown), tokensOf(whole, markdown), markdown);
  });

  test('reads marks in any order as the package does', () => {
    const text = fc.array(mark, { maxLength: 24 }).map((marks) => marks.join(''));
    fc.assert(
      fc.property(text, (source) => assert.deepEqual(tokensOf(cut, source), tokensOf(whole, source))),
      { numRuns: 4000 },
    );
  });
});
