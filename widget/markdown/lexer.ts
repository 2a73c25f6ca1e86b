/**
 * Inline text to tokens, as CommonMark says (https://spec.commonmark.org/0.31.2/#phase-2-inline-structure), with what GitHub adds:
 * `~~` and bare addresses. One pass from mark to mark; pairing emphasis is left to `emphasis.ts`, reading where a link leads to
 * `links.ts`. Raw HTML is text, in which no mark counts.
 */
import { pairRuns, type Run, readRun } from './emphasis.ts';
import { decode } from './entities.ts';
import { type Definitions, readDefinition, readTarget } from './links.ts';
import { depthAround, type Link, type Token } from './tokens.ts';

export interface InlineLexer {
  /** The tokens of `text`, and the labels that no definition was found for. */
  lex(text: string): { readonly tokens: Token[]; readonly missing: ReadonlySet<string> };
  /** Reads a link definition from the start of `text`: its label and length, or null when there is none. */
  readDefinition(text: string): { readonly label: string; readonly length: number; define(): boolean } | null;
}

/** What is not plain text. `readMark` knows each by its groups, or by the mark itself. */
const MARKS = [
  // An escape or a character reference.
  /(\\[!-/:-@[-`{-~]|&(?:#\d{1,7}|#x[\da-f]{1,6}|\w{2,31});)/,
  // The end of a line.
  /\\\n|(?<! ) *\n/,
  // A span of code, or the backticks that begin none.
  /(`+)(?!`)([\s\S]*?[^`])\2(?!`)/,
  /`+/,
  // An address between angle brackets, of a page or for mail; else a tag of HTML.
  /<([a-z][a-z\d+.-]{1,31}:[^\s<>]*|([\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d-]+(?:\.[a-z\d-]+)*))>/,
  /<\/?[a-z][a-z\d-]*(?:\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*\/?>/,
  /!?\[|\]|\*+|_+|~+/,
  // Bare addresses.
  /((?:(?<![a-z\d])https?:\/\/|(?<![^\s*_~([])www\.)[a-z\d-][^\s<]{0,4000})/,
  /((?<![a-z\d.+-])(?:mailto:)?[\w.+-]{1,64}@[\w-]+(?:\.[\w-]*[a-z\d])+(?![a-z\d-]))/,
];

/** `$…$` as pandoc reads it, so that prices stay prices: no space inside, no digit behind; and `$$…$$`. */
const MATHS = /\$\$([^$]+)\$\$|\$(?!\s)((?:[^$\\\n]|\\.)+?)(?<!\s)\$(?!\d)/;

/** What of a bare address is its own, not the sentence's: brackets in pairs, no punctuation at the end. */
const OWN = /^(?:[^?!.,:;*_'"~()&]+|\([^)]*\)|&(?![a-z\d]+;$)|;(?!$)|[?!.,:*_'"~)]+(?=[^?!.,:*_'"~)]))+/i;

export function createLexer({ maths }: { readonly maths: boolean }): InlineLexer {
  const patterns = maths ? [...MARKS, MATHS] : MARKS;
  const marks = new RegExp(patterns.map(({ source }) => source).join('|'), 'gi');
  const definitions: Definitions = { targets: new Map(), missing: new Set() };
  return {
    lex(text) {
      definitions.missing = new Set();
      return { tokens: readTokens(text, marks, definitions), missing: definitions.missing };
    },
    readDefinition: (text) => readDefinition(definitions, text),
  };
}

/** A bracket that may begin a link: where it stands in the text and among the nodes. */
interface Bracket {
  readonly at: number;
  readonly index: number;
  readonly isImage: boolean;
}

/** How far a text is read. */
interface Reading {
  readonly text: string;
  readonly nodes: (Token | Run)[];
  readonly brackets: Bracket[];
  at: number;
  /** A bracket that stands before this holds a link, and so is none. */
  linked: number;
}

function readTokens(text: string, marks: RegExp, definitions: Definitions): Token[] {
  const reading: Reading = { text, nodes: [], brackets: [], at: 0, linked: 0 };
  const { nodes } = reading;
  while (reading.at < text.length) {
    marks.lastIndex = reading.at;
    const match = marks.exec(text);
    const start = match?.index ?? text.length;
    if (start > reading.at) nodes.push(text.slice(reading.at, start));
    if (!match) break;
    reading.at = marks.lastIndex;
    const node = match[0] === ']' ? closeBracket(reading, definitions) : readMark(reading, match);
    nodes.push(node);
  }
  return pairRuns(nodes);
}

function readMark(reading: Reading, match: RegExpExecArray): Token | Run {
  const [mark, coded, , code, pointed, mail, bare, bareMail, block, maths] = match;
  if (coded) return decode(coded);
  if (code) return { kind: 'code', text: trimCode(code.replaceAll('\n', ' ')) };
  if (pointed) return linkTo(mail ? `mailto:${mail}` : pointed, pointed);
  if (bare) return readBare(reading, match.index, bare);
  if (bareMail) return linkTo(bareMail.replace(/^(?!mailto:)/i, 'mailto:'), bareMail);
  if (block || maths) return { kind: 'maths', raw: mark, text: block ?? maths! };
  if (mark.endsWith('\n')) return { kind: 'break', isHard: /^(?:\\| {2})/.test(mark) };
  if (mark.endsWith('['))
    reading.brackets.push({ at: reading.at - 1, index: reading.nodes.length, isImage: mark[0] === '!' });
  return /^[*_~]/.test(mark) ? readRun(reading.text, match.index, mark) : mark;
}

/** A bracket that closes is the end of a link or picture, or text. */
function closeBracket(reading: Reading, definitions: Definitions): Token {
  const { brackets, nodes, linked } = reading;
  const bracket = brackets.pop();
  const found =
    bracket &&
    (bracket.isImage || bracket.at >= linked) &&
    readTarget(definitions, reading.text, bracket.at, reading.at);
  if (!found) return ']';
  const tokens = pairRuns(nodes.slice(bracket.index + 1));
  const depth = depthAround(tokens);
  if (!depth) {
    // Those around it would be too deep as well.
    brackets.length = 0;
    return ']';
  }
  nodes.length = bracket.index;
  reading.at = found.end;
  if (!bracket.isImage) reading.linked = found.end;
  return { kind: bracket.isImage ? 'image' : 'link', ...found.target, tokens, depth };
}

/** An address in the text ends with what is its own; in brackets, before they close. */
function readBare(reading: Reading, start: number, address: string): Link {
  const own = ownPart(reading.brackets.length ? address.replace(/\].*/s, '') : address);
  reading.at = start + own.length;
  const plain = decode(own);
  return linkTo(plain.replace(/^www/i, 'http://www'), plain);
}

function ownPart(address: string): string {
  const own = OWN.exec(address)?.[0] ?? '';
  return own === address ? own : ownPart(own);
}

const linkTo = (href: string, text: string): Link => ({
  kind: 'link',
  href,
  title: undefined,
  tokens: [text],
  depth: 1,
});

/** A space at both ends lets a span of code begin or end with a backtick. */
const trimCode = (code: string): string => (/^ .*[^ ].* $/.test(code) ? code.slice(1, -1) : code);
