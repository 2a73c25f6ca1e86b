/**
 * marked's lexer, set up for one reply: inline text to tokens, and link definitions. It also notes which link labels a
 * text asked for in vain, so that a definition that comes later finds the text that waits for it.
 */
import { Lexer, type Token, Tokenizer, type Tokens } from 'marked';

/** How deep emphasis and links may nest before the rest is plain text; marked lexes them by recursion. */
export const MAX_DEPTH = 40;

export interface InlineLexer {
  /** The tokens of `text`, and the labels that no definition was found for. */
  lex(text: string): { readonly tokens: Token[]; readonly missing: ReadonlySet<string> };
  /** Reads a link definition from the start of `text`: its label and length, or null when there is none. */
  readDefinition(text: string): { readonly label: string; readonly length: number; define(): boolean } | null;
}

/** `$…$` as pandoc reads it, so that prices stay prices: no space inside, no digit behind; and `$$…$$`. */
const MATHS = /^(?:\$\$([^$]+)\$\$|\$(?!\s)((?:[^$\\\n]|\\.)+?)(?<!\s)\$(?!\d))/;

function readMaths(source: string): Tokens.Generic | undefined {
  const match = MATHS.exec(source);
  return match ? { type: 'maths', raw: match[0], text: match[1] ?? match[2] } : undefined;
}

const mathsExtension = {
  inline: [readMaths],
  startInline: [(source: string) => source.indexOf('$')],
  renderers: {},
  childTokens: {},
};

export function createLexer({ maths }: { readonly maths: boolean }): InlineLexer {
  const tokenizer = new Tokenizer();
  const extensions = maths ? mathsExtension : null;
  const lexer = new Lexer({ gfm: true, breaks: false, pedantic: false, tokenizer, extensions });
  const links: typeof lexer.tokens.links = Object.create(null);
  let missing = new Set<string>();
  const note = (label: string | symbol) => {
    if (typeof label === 'string' && !(label in links)) missing.add(label);
  };
  lexer.tokens.links = new Proxy(links, {
    get(target, label, receiver) {
      note(label);
      return Reflect.get(target, label, receiver);
    },
    getOwnPropertyDescriptor(target, label) {
      note(label);
      return Reflect.getOwnPropertyDescriptor(target, label);
    },
  });
  return {
    lex(text) {
      missing = new Set();
      lexer.state.inRawBlock = false;
      lexer.state.inLink = false;
      return { tokens: lexer.inlineTokens(text), missing };
    },
    readDefinition(text) {
      const token = tokenizer.def(text);
      if (!token) return null;
      const define = () => {
        const isNew = !(token.tag in links);
        if (isNew) links[token.tag] = { href: token.href, title: token.title };
        return isNew;
      };
      return { label: token.tag, length: token.raw.length, define };
    },
  };
}
