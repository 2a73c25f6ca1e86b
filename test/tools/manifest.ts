// The element's surface as the analyzer reads it from the comments in widget/elements: `custom-elements.json` for editors and tools,
// and, with `--readme`, the README's tables. What is said there stands in the sources alone.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli } from '@custom-elements-manifest/analyzer/cli.js';
import type { CustomElement, CustomElementDeclaration, Package } from 'custom-elements-manifest/schema';
import { root } from './root.ts';

const sources = ['letta-chat.ts', 'settings.ts', '*-events.ts'].map((name) => `widget/elements/${name}`);

/** Where the class is in the package. */
const MODULE = 'dist/npm/widget/elements/letta-chat.js';

/** A class that is an element: the schema has the two apart. */
export type Surface = CustomElementDeclaration & CustomElement & { customElement: true };

/** The class `LettaChat` with what it inherits; nothing private. */
export async function describeElement(): Promise<Surface> {
  // `--outdir` because the analyzer writes it into package.json, as `customElements`.
  const argv = ['analyze', '--litelement', '--quiet', '--outdir', 'dist', '--globs', ...sources];
  const { modules } = await cli({ argv, cwd: root, noWrite: true });
  const declarations = modules.flatMap((module) => module.declarations ?? []);
  const found = declarations.find((one) => one.name === 'LettaChat') as Surface | undefined;
  if (!found) throw new Error('The analyzer finds no class LettaChat.');
  const { members = [], events = [] } = found;
  const clean: Surface = {
    ...found,
    customElement: true,
    tagName: 'letta-chat',
    description: 'A chat with a Letta agent.',
    superclass: { name: 'LitElement', package: 'lit' },
    members: members.filter((one) => !one.name.startsWith('#') && !('static' in one && one.static)),
    events: events.filter(({ name }) => name),
  };
  return JSON.parse(JSON.stringify(clean, (key, value: unknown) => (key === 'inheritedFrom' ? undefined : value)));
}

/** https://github.com/webcomponents/custom-elements-manifest */
export function manifestOf(declaration: Surface): Package {
  const reference = { name: 'LettaChat', module: MODULE };
  return {
    schemaVersion: '1.0.0',
    modules: [
      {
        kind: 'javascript-module',
        path: MODULE,
        declarations: [declaration],
        exports: [
          { kind: 'js', name: 'LettaChat', declaration: reference },
          { kind: 'custom-element-definition', name: 'letta-chat', declaration: reference },
        ],
      },
    ],
  };
}

const START = '<!-- surface -->';
const END = '<!-- /surface -->';

/** The README with the tables of this surface between its marks. */
export function withTables(readme: string, declaration: Surface): string {
  const [before, rest] = split(readme, START);
  const [, after] = split(rest, END);
  return `${before}${START}\n${tables(declaration)}\n${END}${after}`;
}

function split(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`README.md has no ${mark}.`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

function tables({ cssProperties = [], cssParts = [], slots = [], events = [] }: Surface): string {
  const properties = cssProperties.map(({ name, default: value, description }) => [
    code(name),
    value ? code(value) : '',
    description,
  ]);
  return [
    table(['custom property', 'default', ''], properties),
    table(
      ['slot', ''],
      slots.map(({ name, description }) => [code(name), description]),
    ),
    table(
      ['event', ''],
      events.map(({ name, description }) => [code(name), description]),
    ),
    `<details><summary>All ${cssParts.length} parts</summary>\n`,
    table(
      ['part', ''],
      cssParts.map(({ name, description }) => [code(name), description]),
    ),
    '</details>',
  ].join('\n');
}

const code = (text: string): string => `\`${text}\``;

function table(head: readonly string[], rows: readonly (readonly (string | undefined)[])[]): string {
  const line = (cells: readonly (string | undefined)[]) =>
    `| ${cells.map((cell = '') => cell).join(' | ')} |`.replaceAll('|  |', '| |');
  return `${[head, head.map(() => '---'), ...rows].map(line).join('\n')}\n`;
}

if (import.meta.main) {
  const declaration = await describeElement();
  const readme = join(root, 'README.md');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'dist', 'custom-elements.json'), `${JSON.stringify(manifestOf(declaration), null, 2)}\n`);
  if (process.argv.includes('--readme')) writeFileSync(readme, withTables(readFileSync(readme, 'utf8'), declaration));
}
