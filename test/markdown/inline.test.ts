// Inline text and its tokens: what GitHub adds to CommonMark, what must not nest, and marks in any order and number. CommonMark's
// own examples are tested in ../browser/markdown-commonmark.test.ts.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createLexer } from '../../widget/markdown/lexer.ts';
import type { Token } from '../../widget/markdown/tokens.ts';

/** Tokens in short: `{em a}`, `{link address a}`. */
function short(tokens: readonly Token[]): string {
  return tokens.map((token) => (typeof token === 'string' ? token : `{${shortOf(token)}}`)).join('');
}

function shortOf(token: Exclude<Token, string>): string {
  if (token.kind === 'break') return token.isHard ? 'hard' : 'soft';
  if (token.kind === 'link' || token.kind === 'image')
    return [token.kind, token.href, ...(token.title ? [token.title] : []), short(token.tokens)].join(' ');
  return `${token.kind} ${'tokens' in token ? short(token.tokens) : token.text}`;
}

const read = (text: string, maths = false): string => short(createLexer({ maths }).lex(text).tokens);

const cases: readonly [text: string, tokens: string][] = [
  ['a ~~gone~~ ~too~ ~~not~ ~~~nor~~~', 'a {del gone} {del too} ~~not~ ~~~nor~~~'],
  ['**a *b*** ~~**c**~~', '{strong a {em b}} {del {strong c}}'],
  ['*a **b* c', '*a *{em b} c'],
  ['snake_case_name __init__', 'snake_case_name {strong init}'],
  ['`a*` *b`*`', '{code a*} *b{code *}'],
  ['``a ` b`` `` ` ``', '{code a ` b} {code `}'],
  ['\\*a\\* &lt;b&gt; &#42;c&#42; \\&amp;', '*a* <b> *c* &amp;'],
  ['one\ntwo  \nthree\\\nfour', 'one{soft}two{hard}three{hard}four'],
  ['<b title="*a*">*b*</b>', '<b title="*a*">{em b}</b>'],
  [
    'a <https://a.example/*b*> <me@a.example>',
    'a {link https://a.example/*b* https://a.example/*b*} {link mailto:me@a.example me@a.example}',
  ],
  [
    'see https://a.example/b_(c)?d=1&e=2.',
    'see {link https://a.example/b_(c)?d=1&e=2 https://a.example/b_(c)?d=1&e=2}.',
  ],
  [
    '**https://a.example/b_c**, (www.a.example)',
    '{strong {link https://a.example/b_c https://a.example/b_c}}, ({link http://www.a.example www.a.example})',
  ],
  [
    'https://a.example&copy;) 见https://a.example。',
    '{link https://a.example https://a.example}©) 见{link https://a.example。 https://a.example。}',
  ],
  [
    '[see https://a.example] *me@a.example*',
    '[see {link https://a.example https://a.example}] {em {link mailto:me@a.example me@a.example}}',
  ],
  ['[https://a.example](https://b.example)', '{link https://b.example {link https://a.example https://a.example}}'],
  ['[a [b](/b) c](/c) ![d [e](/e)](/f)', '[a {link /b b} c](/c) {image /f d {link /e e}}'],
  ['[a](<b c> "d") [a](b(c(d))) [a](b c) [a](\\))', '{link b c d a} {link b(c(d)) a} [a](b c) {link ) a}'],
  ['*[a*](b) [`](b)`', '*{link b a*} [{code ](b)}'],
];

describe('inline text', () => {
  for (const [text, tokens] of cases) test(`"${text}" reads as ${tokens}`, () => assert.equal(read(text), tokens));

  test('has maths where the site asks for it, and prices', () => {
    assert.equal(read('$a_b$ and $c_d$'), '$a_b$ and $c_d$');
    assert.equal(read('$a_b$ costs $5 or $6. $$*y*$$', true), '{maths a_b} costs $5 or $6. {maths *y*}');
  });

  test('finds links by their labels, and says which it has not found', () => {
    const lexer = createLexer({ maths: false });
    const definition = lexer.readDefinition('[One\n two]:\n<https://a.example> "t&amp;c"\nmore')!;
    assert.equal(definition.length, '[One\n two]:\n<https://a.example> "t&amp;c"\n'.length);
    assert.equal(definition.define(), true);
    assert.equal(lexer.readDefinition('[one two]: /other')!.define(), false);
    assert.equal(lexer.readDefinition('[one]: /a b'), null);
    const { tokens, missing } = lexer.lex('[a][one TWO], [One two][] and [three] [a][four]');
    assert.equal(
      short(tokens),
      '{link https://a.example t&c a}, {link https://a.example t&c One two} and [three] [a][four]',
    );
    assert.deepEqual([...missing], ['THREE', 'FOUR']);
  });

  test('nests so deep that it can be rendered, whatever it says', () => {
    const depthOf = (tokens: readonly Token[]): number =>
      Math.max(
        0,
        ...tokens.map((token) => (typeof token === 'object' && 'tokens' in token ? 1 + depthOf(token.tokens) : 0)),
      );
    for (const text of [
      `${'*a **b '.repeat(100)}c${'** d*'.repeat(100)}`,
      `${'*'.repeat(300)}a${'*'.repeat(300)}`,
      `${'![a '.repeat(100)}${'](b)'.repeat(100)}`,
      `${'[*a '.repeat(100)}${'*](b)'.repeat(100)}`,
    ])
      assert.ok(depthOf(createLexer({ maths: false }).lex(text).tokens) <= 40, text.slice(0, 10));
  });
});

const marks = [
  ...[
    '*',
    '**',
    '_',
    '__',
    '~~',
    '~',
    '`',
    '``',
    '[',
    ']',
    '](',
    ')',
    '![',
    '<',
    '>',
    '\\',
    '\n',
    '  \n',
    ' ',
    '$',
    '|',
  ],
  ...[
    '"',
    "'",
    '(',
    '<b>',
    '<a b="',
    '<https:',
    'https://a',
    'www.a',
    '&amp;',
    '&#',
    '[a]',
    '[a](',
    '[a](<',
    '[a](b "',
    '<a ',
  ],
];

describe('marks', () => {
  test('in any order lose no letter', () => {
    const text = fc
      .array(fc.constantFrom(...marks, 'm', 'n o', 'ä', '。', '👍'), { maxLength: 30 })
      .map((all) => all.join(''));
    const count = (source: string) => source.match(/[mnoä。👍]/gu)?.length ?? 0;
    fc.assert(
      fc.property(text, (source) => {
        const bare = source.replaceAll('&amp;', '');
        // An address is shown and led to: letters may be there twice, never less than once.
        assert.ok(count(read(bare, true)) >= count(bare));
      }),
      { numRuns: 3000 },
    );
  });

  test('in great numbers cost a time that grows with them alone', () => {
    // With a square of them, some of these would take minutes.
    for (const mark of marks)
      for (const close of ['', ')](b)', 'a* a_ a~ ']) read(mark.repeat(8000) + close.repeat(8000), true);
  });
});
