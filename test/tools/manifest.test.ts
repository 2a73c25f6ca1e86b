// Holds the described surface of the element to its templates and styles, and the README to the description.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { describeElement, type Surface, withTables } from './manifest.ts';
import { root } from './root.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const files = globSync('widget/**/*.ts', { cwd: root }).sort();
const styles = files.filter((path) => path.endsWith('.styles.ts') || /css`/.test(read(path)));
const templates = files.filter((path) => !path.endsWith('.styles.ts'));

let element: Surface;
before(async () => {
  element = await describeElement();
});

const names = (described: readonly { readonly name: string }[] | undefined) =>
  (described ?? []).map(({ name }) => name);
const unique = (found: Iterable<string>) => [...new Set(found)].sort();
const matches = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].flatMap(([, name = '']) => name.split(' '));

/** Ways to give an element its parts by a name that stands there. */
const NAMED = [
  /\bpart="([\w -]+)"/g,
  /\biconButton\('([\w-]+)'/g,
  /\b(?:part|make)\('\w+', '([\w-]+)'\)/g,
  /\bsetAttribute\('part', '([\w-]+)'\)/g,
  /\bpart\.add\('([\w-]+)'\)/g,
];

/** Those by an expression, with the names that it takes; '' where the name stands at the call. */
const COMPUTED: Readonly<Record<string, string>> = {
  'part=${act}': 'send stop',
  'part=${part}': '',
  "'part', name": '',
  "'part', `message ${role}`": 'message user assistant reasoning',
};

function partsIn(text: string): string[] {
  const computed = [...text.matchAll(/(?<![\w-])part=\$\{\w+\}|'part', (?!')[^)]+/g)].map(([expression]) => expression);
  return [
    ...NAMED.flatMap((pattern) => matches(text, pattern)),
    ...computed.flatMap((expression) => {
      const parts = COMPUTED[expression];
      if (parts === undefined) throw new Error(`${expression} is a new way to name a part: list it in COMPUTED.`);
      return parts.split(' ').filter(Boolean);
    }),
  ];
}

test('every part of the templates is described, and nothing else', () => {
  // What the reply's own Markdown calls a part is a class.
  const found = templates.filter((path) => !path.startsWith('widget/markdown/')).flatMap((path) => partsIn(read(path)));
  assert.deepEqual(unique(names(element.cssParts)), unique(found));
});

test('every custom property that the styles take is described, and nothing else', () => {
  const found = styles.flatMap((path) => matches(read(path), /var\(\s*(--letta-chat-[\w-]+)/g));
  assert.deepEqual(unique(names(element.cssProperties)), unique(found));
});

test('the defaults that are told are those in the styles', () => {
  const plain = (text: string) => text.replace(/\s+/g, '').replaceAll('#ffffff', '#fff');
  const all = plain(styles.map(read).join(''));
  for (const { name, default: value } of element.cssProperties ?? [])
    if (value) assert.ok(all.includes(plain(`var(${name}, ${value})`)), `${name} is not ${value} anywhere`);
});

test('every slot of the templates is described, and nothing else', () => {
  const found = templates
    .flatMap((path) => matches(read(path), /<slot name="([\w-]+)"|slot\.name = '([\w-]+)'/g))
    .filter(Boolean);
  const computed = templates.flatMap((path) => matches(read(path), /<slot name=\$\{`([\w-]+)\$\{id\}`\}/g));
  assert.deepEqual(unique(names(element.slots)), unique([...found, ...computed.map((name) => `${name}ID`)]));
});

test('every event that the element sends is described, and nothing else', () => {
  const found = files.flatMap((path) => matches(read(path), /super\('(letta-chat-[\w-]+)', \{ bubbles: true/g));
  assert.deepEqual(unique(names(element.events)), unique(found));
});

test('nothing is named without being described, and nothing private is told', () => {
  const { cssParts = [], cssProperties = [], slots = [], events = [], members = [] } = element;
  const all = [...cssParts, ...cssProperties, ...slots, ...events, ...members];
  assert.deepEqual(names(all.filter(({ description }) => !description?.trim())), []);
  assert.deepEqual(
    names(members).filter((name) => /^[#_]|^(render|updated|willUpdate|\w+Callback)$/.test(name)),
    [],
  );
  for (const name of ['send', 'theme', 'status', 'suggestions', 'nudge'])
    assert.ok(names(members).includes(name), name);
});

test('the README has these tables, and a row for every attribute', () => {
  const readme = read('README.md');
  assert.equal(withTables(readme, element), readme, 'npm run manifest writes them');
  const attributes = /### The widget \(attributes\)[\s\S]*?\n\n### /.exec(readme)?.[0] ?? '';
  const rows = attributes.split('\n').map((line) => /^\| (`.*?) \|/.exec(line)?.[1] ?? '');
  const told = rows.flatMap((cell) => matches(cell, /`([\w-]+)`/g));
  assert.deepEqual(
    names(element.attributes).filter((name) => !told.includes(name)),
    [],
  );
});
