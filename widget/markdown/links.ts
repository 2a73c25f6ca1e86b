/**
 * What follows the text of a link, and definitions of links (https://spec.commonmark.org/0.31.2/#links). What an address may be
 * is the business of `url.ts`.
 */
import { decode } from './entities.ts';
import type { Target } from './tokens.ts';

/** Parentheses in an address come in pairs, three deep. */
const ADDRESS = [1, 2, 3, 4].reduce((inner) => String.raw`(?:\\(?:\S|(?!\S))|[!-'*-[\]-\uFFFF]|\(${inner}\))*`, '');
const TITLE = String.raw`"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|\((?:\\[\s\S]|[^()\\])*\)`;
const TARGET = String.raw`[ \t\n]*(?=\S)(?:<((?:\\.|[^\n<>\\])*)>|(?!<)(${ADDRESS}))(?:[ \t\n]+(${TITLE}))?`;
const LABEL = String.raw`\[((?!\s*\])(?:\\[\s\S]|[^[\]\\]){1,999})\]`;

const INLINE = new RegExp(String.raw`\(${TARGET}[ \t\n]*\)`, 'y');
const REFERENCE = new RegExp(String.raw`${LABEL}|\[\]`, 'y');
const SHORTCUT = new RegExp(`^${LABEL}$`);
const DEFINITION = new RegExp(String.raw`^${LABEL}:${TARGET}[ \t]*(?:\n|$)`);

/** Links that are defined in a reply, and the labels that were asked for in vain. */
export interface Definitions {
  readonly targets: Map<string, Target>;
  missing: Set<string>;
}

/** Reads what follows `[text]` at `at`: where the link leads, and where it ends. Null when it is none. */
export function readTarget(definitions: Definitions, text: string, from: number, at: number) {
  const inline = matchAt(INLINE, text, at);
  if (inline) return { target: toTarget(inline.slice(1)), end: INLINE.lastIndex };
  const reference = matchAt(REFERENCE, text, at);
  const label = reference?.[1] ?? SHORTCUT.exec(text.slice(from, at))?.[1];
  const target = label && lookUp(definitions, normal(label));
  return target ? { target, end: reference ? REFERENCE.lastIndex : at } : null;
}

/** Reads a definition from the start of `text`: its label and length, or null when there is none. */
export function readDefinition({ targets }: Definitions, text: string) {
  const match = DEFINITION.exec(text);
  if (!match) return null;
  const label = normal(match[1]!);
  /** The first definition of a label counts; answers whether this is it. */
  const define = (): boolean => {
    const isNew = !targets.has(label);
    if (isNew) targets.set(label, toTarget(match.slice(2)));
    return isNew;
  };
  return { label, length: match[0].length, define };
}

function lookUp({ targets, missing }: Definitions, label: string): Target | undefined {
  const target = targets.get(label);
  if (!target) missing.add(label);
  return target;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

const toTarget = ([pointed, bare, title]: readonly (string | undefined)[]): Target => ({
  href: decode(pointed ?? bare!),
  title: title && decode(title.slice(1, -1)),
});

/** Labels that differ in case or white space alone are the same. */
const normal = (label: string): string => label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase();
