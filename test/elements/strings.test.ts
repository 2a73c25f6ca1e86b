// The words in every language against the English ones: nothing missing, nothing left over, the same values in the same
// sentences, and the plural forms that each language has; and which language an element gets.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ERROR_STATUS } from '../../proxy/protocol.ts';
import { lookup } from '../../widget/elements/strings/languages.ts';
import { fill } from '../../widget/elements/strings/sentences.ts';
import type { Plural } from '../../widget/elements/strings/strings.ts';
import { root } from '../tools/root.ts';

type Entry = string | Plural;
type Words = Readonly<Record<string, Entry>>;

const folder = 'widget/elements/strings/languages';
const files = globSync(['widget/**/strings.ts', 'widget/**/strings/*.ts'], { cwd: root });
const modules = await Promise.all(files.map((file) => import(pathToFileURL(join(root, file)).href)));
/** Every table of English words, whichever chunk it belongs to: what is exported as `…Words` or `…English`. */
const tables = modules.flatMap((module: Record<string, Words>) =>
  Object.entries(module).flatMap(([name, table]) => (/^(english|\w+Words|\w+English)$/.test(name) ? [table] : [])),
);
const { locale, ...english }: Words = Object.assign({}, ...tables);
const languages = new Map<string, Words>(
  await Promise.all(
    globSync(`${folder}/*.ts`, { cwd: root }).map(
      async (file): Promise<[string, Words]> => [
        basename(file, '.ts'),
        (await import(pathToFileURL(join(root, file)).href)).default,
      ],
    ),
  ),
);

const formsOf = (entry: Entry): readonly string[] => (typeof entry === 'string' ? [entry] : Object.values(entry));
const valuesIn = (entry: Entry): readonly string[] =>
  [...new Set(formsOf(entry).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();
const all = [['en', english] as const, ...languages];

test('sixteen languages stand beside English', () => {
  assert.equal(locale, 'en');
  assert.ok(Object.keys(english).length > 140, 'the English tables are found');
  assert.equal(languages.size, 16);
});

for (const [language, words] of languages) {
  test(`${language} has every English word and no other`, () => {
    assert.deepEqual(Object.keys(words).sort(), Object.keys(english).sort());
  });

  test(`${language} says the same values in the same sentences`, () => {
    for (const [key, entry] of Object.entries(words))
      assert.deepEqual(valuesIn(entry), valuesIn(english[key] ?? ''), key);
  });

  test(`${language} leaves no word empty, in haste or loud`, () => {
    for (const [key, entry] of Object.entries(words))
      for (const form of formsOf(entry)) assert.match(form, /^(?!\s)[^!！]+(?<!\s)$/, key);
  });
}

test('each language has the plural forms that its numbers ask for', () => {
  for (const [language, words] of all) {
    const rules = new Intl.PluralRules(language);
    const asked = [...new Set(Array.from({ length: 200 }, (_, count) => rules.select(count)))].sort();
    for (const [key, entry] of Object.entries(words)) {
      if (typeof entry === 'string') continue;
      const forms = Object.keys(entry).filter((form) => asked.includes(form as Intl.LDMLPluralRule));
      // Where the number changes nothing, one form says all.
      if (Object.keys(entry).length > 1) assert.deepEqual(forms.sort(), asked, `${language} ${key}`);
      else assert.ok(entry.other, `${language} ${key}`);
    }
  }
});

test('a page may give a word in one form, and English words for what is missing', () => {
  assert.equal(fill({ locale: 'pl', left: '{count} left' }, 'left', { count: 3 }), '3 left');
  assert.equal(fill({ locale: 'pl', left: { one: '{count} a', other: '{count} b' } }, 'left', { count: 3 }), '3 b');
});

test('numbers choose the form and are written as the language writes them', () => {
  const say = (language: string, key: string, count: number) =>
    fill({ ...languages.get(language), locale: language } as Record<string, Entry> & { locale: string }, key, {
      count,
    });
  const left = (language: string, count: number) => say(language, 'charactersLeft', count);
  assert.deepEqual(
    [1, 2, 5, 22, 112].map((count) => left('pl', count)),
    ['Pozostał 1 znak', 'Pozostały 2 znaki', 'Pozostało 5 znaków', 'Pozostały 22 znaki', 'Pozostało 112 znaków'],
  );
  assert.deepEqual(
    [1, 3, 11, 21].map((count) => left('uk', count)),
    ['Залишився 1 символ', 'Залишилося 3 символи', 'Залишилося 11 символів', 'Залишився 21 символ'],
  );
  assert.deepEqual(
    [0, 1, 2].map((count) => left('ar', count)),
    ['لم يبق أي حرف', 'بقي حرف واحد', 'بقي حرفان'],
  );
  assert.equal(left('he', 2), 'נותרו שני תווים');
  assert.equal(say('de', 'menu.exporting', 1234), '1.234 Nachrichten geholt…');
  assert.equal(
    fill({ locale: 'en', x: '{count}, {name}, {slip}' }, 'x', { count: 1234, name: 'Ann' }),
    '1,234, Ann, {slip}',
  );
});

test('every word is asked for somewhere', () => {
  const sources = globSync('widget/**/*.ts', { cwd: root })
    .filter((file) => !/strings(\.ts$|\/|\\)/.test(file))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
  // How Letta or the line fails, and a message that has gone nowhere.
  const codes = [...Object.keys(ERROR_STATUS), 'offline', 'unreachable', 'undelivered'];
  const states = readFileSync(join(root, 'widget/core/view.ts'), 'utf8');
  const unused = Object.keys(english).filter((key) => {
    const [group, name = ''] = key.split('.');
    if (group === 'problem') return !codes.includes(name);
    if (group === 'status') return !states.includes(`'${name}'`);
    const word = key.replace('.', '\\.');
    return !new RegExp(`['"]${word}['"]|\\.${word}\\b|\\b${word}\\b[^;]*\\} = [\\w.#]*(strings|[wW]ords)`).test(
      sources,
    );
  });
  assert.deepEqual(unused, []);
});

test('the tag that a page writes finds its language, whatever its region and case', () => {
  const found = (...tags: string[]) => lookup(`${tags}`)?.key;
  assert.equal(found('de-CH'), 'de');
  assert.equal(found('PT-br'), 'pt');
  assert.equal(found('de_AT'), 'de');
  assert.equal(found('iw'), 'he');
  assert.deepEqual(
    ['zh', 'zh-CN', 'zh-SG', 'zh-Hans-HK'].map((tag) => found(tag)),
    Array(4).fill('zh-Hans'),
  );
  assert.deepEqual(
    ['zh-TW', 'zh-HK', 'zh-MO', 'zh-Hant', 'zh-Hant-TW'].map((tag) => found(tag)),
    Array(5).fill('zh-Hant'),
  );
  assert.equal(found('en-Latn-GB'), 'en');
});

test('the first language that we have is taken, and none for what is no language of ours', () => {
  assert.deepEqual(lookup('fi,de-at,fr'), { key: 'de', locale: 'de-AT' });
  assert.deepEqual(lookup('sw,en-GB,fr'), { key: 'en', locale: 'en-GB' });
  for (const tag of ['fi', '', 'x', 'not a tag', '-', 'constructor']) assert.equal(lookup(tag), null, tag);
});
