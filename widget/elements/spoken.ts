/**
 * What a reply is when it is spoken: its words without the marks of Markdown, code by its name only. A few patterns, no parser: it
 * has to be ready before the reply is drawn, and nobody sees it.
 */
import type { Strings } from './strings/strings.ts';

/** The patterns in the order in which they apply. `code` is said in place of a block of code. */
const steps = (code: string): readonly (readonly [RegExp, string])[] => [
  [/^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[`~]* *$|$(?![\s\S]))/gm, `${code}.`],
  [/^[ |:-]*\|[ |:-]*$|^ {0,3}(?:[-*_=] *){3,}$/gm, ''], // the rules of tables, and between sections
  [/!?\[([^\]\n]*)\](?:\([^)\n]*\)|\[[^\]\n]*\])/g, '$1'],
  [/^\s*(?:(?:[-*+]|#{1,6}|>|\[[ xX]\])\s+)+/gm, ''],
  [/[ \t]*\|[ \t]*(?=\S)(?!$)/g, ', '],
  [/^, |[ \t]*\|[ \t]*$/gm, ''],
  [/\\([!-/:-@[-`{-~])|[*`~]+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '$1'],
  [/([\p{L}\p{N})\]"”»])[ \t]*(?=\n+\s*\S)/gu, '$1.'], // a line that ends like no sentence is one all the same
  [/\s+/g, ' '],
];

/** The words of a reply in Markdown. */
export function spoken(markdown: string, { code }: Pick<Strings, 'code'>): string {
  return steps(code)
    .reduce((text, [pattern, instead]) => text.replace(pattern, instead), markdown)
    .trim();
}
