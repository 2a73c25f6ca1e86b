/**
 * Colours for code, a chunk of its own: lowlight (highlight.js as a tree, without HTML) with the languages that agents
 * write most. Answers runs of text with class names; putting them into the DOM is left to `extras.ts`.
 */
import type { LanguageFn } from 'highlight.js';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import shell from 'highlight.js/lib/languages/shell';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';

/** Languages by the names that are written behind fences. */
const systems = {
  c,
  h: c,
  cpp,
  'c++': cpp,
  csharp,
  cs: csharp,
  go,
  golang: go,
  java,
  kotlin,
  kt: kotlin,
  rust,
  rs: rust,
  swift,
};
const javascripts = {
  javascript,
  js: javascript,
  jsx: javascript,
  mjs: javascript,
  typescript,
  ts: typescript,
  tsx: typescript,
};
const scripts = {
  bash,
  sh: bash,
  zsh: bash,
  shell,
  console: shell,
  dockerfile,
  docker: dockerfile,
  php,
  python,
  py: python,
};
const data = {
  css,
  diff,
  patch: diff,
  ini,
  toml: ini,
  json,
  jsonc: json,
  sql,
  xml,
  html: xml,
  svg: xml,
  yaml,
  yml: yaml,
};
const languages = new Map<string, LanguageFn>(
  Object.entries({ ...systems, ...javascripts, ...scripts, ...data, ruby, rb: ruby }),
);

const lowlight = createLowlight();

/** Text of one colour: the classes name its role, '' for none. */
export interface Run {
  readonly text: string;
  readonly classes: string;
}

/** Whether a language, by its name or a usual short one (`ts`, `py`), is known. */
export const knows = (language: string): boolean => languages.has(language.toLowerCase());

/** The runs of a piece of code, in order; together they are its text. The language must be a known one. */
export function runsOf(code: string, language: string): Run[] {
  const name = language.toLowerCase();
  register(name);
  if (languages.get(name) === xml) for (const inner of ['css', 'javascript']) register(inner);
  return flatten(lowlight.highlight(name, code, { prefix: '' }).children, '');
}

/** One by one, when they are needed: all at once would be a long task. */
function register(name: string): void {
  if (!lowlight.registered(name)) lowlight.register(name, languages.get(name)!);
}

type Nodes = ReturnType<typeof lowlight.highlight>['children'];

function flatten(nodes: Nodes, classes: string): Run[] {
  return nodes.flatMap((node): Run[] => {
    if (node.type === 'text') return [{ text: node.value, classes }];
    if (node.type !== 'element') return [];
    const own = node.properties['className'];
    const names = Array.isArray(own) ? own.join(' ') : '';
    return flatten(node.children, classes ? `${classes} ${names}` : names);
  });
}
