/** What a reply is when it is spoken: words without the marks of Markdown. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { announced } from '../../widget/elements/announced.ts';
import { spoken } from '../../widget/elements/spoken.ts';
import { firstWords } from '../../widget/elements/strings/strings.ts';
import { piecesOf } from '../../widget/voice/aloud.ts';

const code = 'Code';

const cases: readonly (readonly [what: string, markdown: string, words: string])[] = [
  [
    'words stay as they are',
    'We open at 9:30. Bring the bicycle, please.',
    'We open at 9:30. Bring the bicycle, please.',
  ],
  [
    'emphasis and code lose their marks',
    '**Two** *new* ~~old~~ `chain` __pads__ _here_',
    'Two new old chain pads here',
  ],
  ['underscores inside of words stay', 'Set snake_case_name to 1', 'Set snake_case_name to 1'],
  [
    'links and pictures are their words',
    'See [our prices](https://x.test/a_b) and ![a wheel](w.png)',
    'See our prices and a wheel',
  ],
  [
    'headings and lists are sentences',
    '# Prices\n\n- Service\n- Wheels\n\n1. Come in.\n2. Ask',
    'Prices. Service. Wheels. 1. Come in. 2. Ask',
  ],
  ['tasks and quotations lose their signs', '- [x] Done\n- [ ] Open\n\n> Well said', 'Done. Open. Well said'],
  [
    'a table is read line by line',
    '| Work | Price |\n| --- | ---: |\n| Service | 89 € |\n',
    'Work, Price. Service, 89 €',
  ],
  [
    'code is named, not read',
    'Run this:\n\n```sh\nnpm `start` # **now**\n```\n\nThen wait.',
    'Run this: Code. Then wait.',
  ],
  ['code without an end is named, too', 'Run:\n\n~~~\nlet a = 1;', 'Run: Code.'],
  ['rules between sections are silent', 'One\n\n---\n\nTwo', 'One. Two'],
  ['what was escaped is meant', '2 \\* 3 \\_ 4', '2 * 3 _ 4'],
  ['other writings are left alone', '**كم** السعر؟\n\n- مرحبا', 'كم السعر؟ مرحبا'],
  ['a price range and a pipe in a sentence survive', '10 - 20 €', '10 - 20 €'],
];

for (const [what, markdown, words] of cases) test(what, () => assert.equal(spoken(markdown, { code }), words));

test('what is announced ends between words when it is long', () => {
  const said = announced([{ text: 'wheel '.repeat(400) }], undefined, firstWords);
  assert.ok(said.length <= 1001, `${said.length} characters`);
  assert.ok(said.endsWith('wheel …'), said.slice(-20));
  assert.equal(announced([{ text: 'One.' }, { text: 'Two.' }], undefined, firstWords), 'One. Two.');
});

test('a long reply goes to the voice in pieces of whole sentences', () => {
  const sentence = 'The chain has to be cleaned and oiled before winter. ';
  const pieces = piecesOf(sentence.repeat(10), 'en');
  assert.deepEqual(new Set(pieces.map((piece) => piece.length <= 200 && piece.endsWith('winter.'))), new Set([true]));
  assert.equal(pieces.join(' '), sentence.repeat(10).trim());
});

test('a sentence without an end is cut between words', () => {
  const pieces = piecesOf('wheel '.repeat(100), 'en');
  assert.ok(
    pieces.length > 2 && pieces.every((piece) => piece.length <= 200 && /^(?:wheel ?)+$/.test(piece)),
    pieces.join('|'),
  );
});
