/** What inline text is made of. Plain text is a string, with its escapes and character references resolved. */

/** Text between marks, or what a link or picture says. Its depth counts the spans in it that are nested deepest. */
export interface Span {
  readonly kind: 'em' | 'strong' | 'del';
  readonly tokens: readonly Token[];
  readonly depth: number;
}

/** Where a link or a picture leads. */
export interface Target {
  readonly href: string;
  readonly title: string | undefined;
}

export interface Link extends Target {
  readonly kind: 'link' | 'image';
  readonly tokens: readonly Token[];
  readonly depth: number;
}

export interface Code {
  readonly kind: 'code';
  readonly text: string;
}

/** The end of a line: a hard one breaks it, a soft one does where the page wants that. */
export interface Break {
  readonly kind: 'break';
  readonly isHard: boolean;
}

/** `raw` as it is written, `text` without its dollars. */
export interface Maths {
  readonly kind: 'maths';
  readonly raw: string;
  readonly text: string;
}

export type Token = string | Span | Link | Code | Break | Maths;

/** How deep emphasis and pictures may nest before their marks are plain text; they are rendered by recursion. */
const MAX_DEPTH = 40;

/** The depth of what holds these tokens, or null when they are nested too deep already. */
export function depthAround(tokens: readonly Token[]): number | null {
  let depth = 1;
  for (const token of tokens)
    if (typeof token === 'object' && 'depth' in token) depth = Math.max(depth, token.depth + 1);
  return depth > MAX_DEPTH ? null : depth;
}
