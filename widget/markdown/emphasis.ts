/**
 * Runs of `*`, `_` and `~`: which of them open and close, and the spans between them. CommonMark's rules
 * (https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis); GitHub's `~` pairs runs of one length.
 */
import { depthAround, type Token } from './tokens.ts';

/** A run of marks, of which `left` are not used yet. */
export interface Run {
  readonly kind: 'run';
  readonly char: string;
  readonly length: number;
  /** Where it stands. */
  readonly at: number;
  readonly opens: boolean;
  readonly closes: boolean;
  left: number;
}

/** The run of `marks` at this place of `text`. What stands beside it tells what it can be. */
export function readRun(text: string, at: number, marks: string): Run {
  const char = marks[0]!;
  const before = text.slice(Math.max(0, at - 2), at);
  const after = text.slice(at + marks.length, at + marks.length + 2);
  const [spaceBefore, spaceAfter] = [/(?:^|\s)$/.test(before), /^(?:\s|$)/.test(after)];
  const [markBefore, markAfter] = [/[\p{P}\p{S}]$/u.test(before), /^[\p{P}\p{S}]/u.test(after)];
  const isLeft = !spaceAfter && (!markAfter || spaceBefore || markBefore);
  const isRight = !spaceBefore && (!markBefore || spaceAfter || markAfter);
  const isWord = char === '_' && isLeft && isRight;
  const isMark = char !== '~' || marks.length < 3;
  return {
    kind: 'run',
    char,
    length: marks.length,
    at,
    opens: isMark && isLeft && (!isWord || markBefore),
    closes: isMark && isRight && (!isWord || markAfter),
    left: marks.length,
  };
}

/** Puts what stands between two runs that belong together into a span. Marks that are left over are text. */
export function pairRuns(nodes: readonly (Token | Run)[]): Token[] {
  const out: (Token | Run)[] = [];
  /** Runs that may still be closed, with their places in `out`. */
  const openers: (readonly [run: Run, index: number])[] = [];
  /** Where a run of a kind was looked for in vain: what stands before it is not looked at again. */
  const bottoms = new Map<string, number>();

  const close = (closer: Run): boolean => {
    const kind = `${closer.char}${closer.opens}${closer.length % 3}`;
    const bottom = bottoms.get(kind) ?? 0;
    const found = openers.findLastIndex(([run]) => run.at < bottom || belong(run, closer));
    const [opener, index] = openers[found] ?? [];
    const inner = opener && opener.at >= bottom ? out.slice(index! + 1).map(toToken) : [];
    const depth = depthAround(inner);
    if (!inner.length || !depth) {
      bottoms.set(kind, closer.at);
      return false;
    }
    const used = Math.min(2, opener!.left, closer.left);
    const span = closer.char === '~' ? 'del' : used > 1 ? 'strong' : 'em';
    openers.length = found + 1;
    out.length = index! + 1;
    opener!.left -= used;
    closer.left -= used;
    if (!opener!.left) {
      openers.pop();
      out.pop();
    }
    out.push({ kind: span, tokens: inner, depth });
    return closer.left > 0;
  };

  for (const node of nodes) {
    if (isRun(node)) {
      if (node.closes) while (close(node));
      if (!node.left) continue;
      if (node.opens) openers.push([node, out.length]);
    }
    out.push(node);
  }
  return out.map(toToken);
}

/** Whether one run can close the other; the sum is CommonMark's rule for runs inside of words. */
function belong(opener: Run, closer: Run): boolean {
  if (opener.char !== closer.char) return false;
  if (closer.char === '~') return opener.length === closer.length;
  const isInWord = opener.closes || closer.opens;
  return !isInWord || (opener.length + closer.length) % 3 !== 0 || closer.length % 3 === 0;
}

const isRun = (node: Token | Run): node is Run => typeof node === 'object' && node.kind === 'run';

const toToken = (node: Token | Run): Token => (isRun(node) ? node.char.repeat(node.left) : node);
