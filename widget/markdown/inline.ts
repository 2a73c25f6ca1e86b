/**
 * marked's inline tokens to Lit templates. There is no other way from a reply's text to the DOM: raw HTML is text, and
 * every address passes `url.ts`.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Token, Tokens } from 'marked';
import { decode } from './entities.ts';
import { formula, type SetMaths } from './formula.ts';
import { MAX_DEPTH } from './lexer.ts';
import type { MarkdownOptions } from './options.ts';
import { destination, safeImage, safeLink } from './url.ts';

export type Inline = string | TemplateResult | typeof nothing | Inline[];

/** What a text's tokens need to know besides. */
export interface InlineContext {
  readonly options: MarkdownOptions;
  /** What relative addresses resolve against. */
  readonly base: string;
  /** Sets maths, later. */
  readonly setMaths: SetMaths;
}

/** The content of an element: text where it is only text, else pieces. */
export function inline(tokens: readonly Token[], context: InlineContext, depth = 0): Inline {
  const pieces: Inline[] = [];
  for (const token of tokens) {
    const piece = depth > MAX_DEPTH ? token.raw : inlineToken(token, context, depth);
    const last = pieces.length - 1;
    if (typeof piece === 'string' && typeof pieces[last] === 'string') pieces[last] += piece;
    else pieces.push(piece);
  }
  return pieces.length === 1 ? pieces[0]! : pieces;
}

function inlineToken(token: Token, context: InlineContext, depth: number): Inline {
  const inner = () => inline(('tokens' in token && token.tokens) || [], context, depth + 1);
  switch (token.type) {
    case 'strong':
      return html`<strong>${inner()}</strong>`;
    case 'em':
      return html`<em>${inner()}</em>`;
    case 'del':
      return html`<del>${inner()}</del>`;
    case 'codespan':
      return html`<code>${(token as Tokens.Codespan).text}</code>`;
    case 'br':
      return html`<br />`;
    case 'link':
      return link(token as Tokens.Link, inner(), context);
    case 'image':
      return image(token as Tokens.Image, context);
    case 'maths':
      return html`<span class="maths" ${formula(token.raw, token['text'], context.setMaths)}></span>`;
    case 'escape':
      return (token as Tokens.Escape).text;
    case 'text':
      return text(token as Tokens.Text, context);
    default:
      return token.raw;
  }
}

/** Text with its character references resolved, in lines where a line feed breaks the line. */
function text({ raw, escaped }: Tokens.Text, { options }: InlineContext): Inline {
  if (escaped) return raw;
  if (options.breaks === false || !raw.includes('\n')) return decode(raw);
  return raw.split(/ *\n[ \t]*/).map((line, i) => (i ? [html`<br />`, decode(line)] : decode(line)));
}

function link(token: Tokens.Link, content: Inline, { base }: InlineContext): Inline {
  const href = safeLink(token['autolink'] ? token.href : decode(token.href), base);
  if (!href) return content;
  return html`<a href=${href} title=${titleOf(token)} target="_blank" rel="noopener noreferrer nofollow">${content}</a>`;
}

/** The picture, or where it may not be loaded a link that shows where it leads. */
function image(token: Tokens.Image, { options, base }: InlineContext): Inline {
  const href = decode(token.href);
  const alt = plainText(token.tokens ?? []);
  const source = safeImage(href, base, options.imageOrigins ?? []);
  if (source)
    return html`<img src=${source} alt=${alt} title=${titleOf(token)} loading="lazy" decoding="async" referrerpolicy="no-referrer" />`;
  const address = safeLink(href, base);
  if (!address) return alt;
  const label = `${alt || options.words.image} (${destination(address)})`;
  return html`<a class="picture" href=${address} target="_blank" rel="noopener noreferrer nofollow">${label}</a>`;
}

const titleOf = (token: Tokens.Link | Tokens.Image): string | typeof nothing =>
  token.title ? decode(token.title) : nothing;

/** What a picture's description says, without marks. */
function plainText(tokens: readonly Token[]): string {
  return tokens.map((token) => ('tokens' in token && token.tokens ? plainText(token.tokens) : textOf(token))).join('');
}

function textOf(token: Token): string {
  if (token.type === 'br') return '\n';
  return 'text' in token && token.type !== 'html' ? decode(token['text'] as string) : token.raw;
}
