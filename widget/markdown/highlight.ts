/**
 * Colours for code, a chunk of its own: lowlight (highlight.js as a tree, without HTML) with the languages that agents
 * write most. Answers runs of text with class names; putting them into the DOM is left to `extras.ts`.
 */
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

const systems = { c, cpp, csharp, go, java, kotlin, rust, swift };
const scripts = { bash, dockerfile, javascript, php, python, ruby, shell, typescript };
const data = { css, diff, ini, json, sql, xml, yaml };
const lowlight = createLowlight({ ...systems, ...scripts, ...data });

/** Text of one colour: the classes name its role, '' for none. */
export interface Run {
  readonly text: string;
  readonly classes: string;
}

/** Whether a language, by its name or a usual short one (`ts`, `py`), is known. */
export const knows = (language: string): boolean => lowlight.registered(language);

/** The runs of a piece of code, in order; together they are its text. */
export function runsOf(code: string, language: string): Run[] {
  return flatten(lowlight.highlight(language, code, { prefix: '' }).children, '');
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
