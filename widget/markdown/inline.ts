/**
 * Inline tokens to Lit templates. There is no other way from a reply's text to the DOM: raw HTML is text, and
 * every address passes `url.ts`.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { formula, type SetMaths } from './formula.ts';
import type { MarkdownOptions } from './options.ts';
import type { Link, Token } from './tokens.ts';
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

/** The content of an element: text where it is only text, else pieces. Links in a link are text. */
export function inline(tokens: readonly Token[], context: InlineContext, inLink = false): Inline {
  const pieces: Inline[] = [];
  for (const token of tokens) {
    const piece = typeof token === 'string' ? token : inlineToken(token, context, inLink);
    const last = pieces.length - 1;
    if (typeof piece === 'string' && typeof pieces[last] === 'string') pieces[last] += piece;
    else pieces.push(piece);
  }
  return pieces.length === 1 ? pieces[0]! : pieces;
}

function inlineToken(token: Exclude<Token, string>, context: InlineContext, inLink: boolean): Inline {
  const inner = (tokens: readonly Token[]) => inline(tokens, context, inLink);
  switch (token.kind) {
    case 'strong':
      return html`<strong>${inner(token.tokens)}</strong>`;
    case 'em':
      return html`<em>${inner(token.tokens)}</em>`;
    case 'del':
      return html`<del>${inner(token.tokens)}</del>`;
    case 'code':
      return html`<code>${token.text}</code>`;
    case 'break':
      return token.isHard || context.options.breaks !== false ? html`<br />` : '\n';
    case 'link':
      return inLink ? inner(token.tokens) : link(token, context);
    case 'image':
      return image(token, context);
    case 'maths':
      return html`<span class="maths" ${formula(token.raw, token.text, context.setMaths)}></span>`;
  }
}

function link({ href, title, tokens }: Link, context: InlineContext): Inline {
  const address = safeLink(href, context.base);
  const content = inline(tokens, context, true);
  if (!address) return content;
  return html`<a href=${address} title=${title || nothing} target="_blank" rel="noopener noreferrer nofollow">${content}</a>`;
}

/** The picture, or where it may not be loaded a link that shows where it leads. */
function image({ href, title, tokens }: Link, { options, base }: InlineContext): Inline {
  const alt = plainText(tokens);
  const source = safeImage(href, base, options.imageOrigins ?? []);
  if (source)
    return html`<img src=${source} alt=${alt} title=${title || nothing} loading="lazy" decoding="async" referrerpolicy="no-referrer" />`;
  const address = safeLink(href, base);
  if (!address) return alt;
  const label = `${alt || options.words.image} (${destination(address)})`;
  return html`<a class="picture" href=${address} target="_blank" rel="noopener noreferrer nofollow">${label}</a>`;
}

/** What a picture's description says, without marks. */
function plainText(tokens: readonly Token[]): string {
  return tokens.map((token) => (typeof token === 'string' ? token : textOf(token))).join('');
}

function textOf(token: Exclude<Token, string>): string {
  if (token.kind === 'break') return '\n';
  return 'tokens' in token ? plainText(token.tokens) : token.text;
}
