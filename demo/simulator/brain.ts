// What stands in for a language model: it reads the last message and says what the agent does next.
// Two of them exist: brain-scripted.ts (for tests) and brain-demo.ts (for people).

/** What the model gets to see. */
export interface Prompt {
  /** The last message as text: the visitor's words, or a tool's packed result. */
  readonly text: string;
  /** Who wrote it. */
  readonly from: 'user' | 'tool';
  /** The tools on offer: the agent's own and the client's. */
  readonly tools: readonly string[];
  /** The conversation's system message. */
  readonly system: string;
}

/** What the agent does next. */
export interface Plan {
  /** Milliseconds before the first token. */
  readonly firstDelay: number;
  /** Milliseconds between two tokens. */
  readonly delay: number;
  /** Characters of a token. Default: words. */
  readonly size?: number;
  readonly reasoning: string;
  readonly reply: string;
  /** A tool to call in place of a reply. */
  readonly call?: { readonly name: string; readonly arguments: string };
  /** The model answers with an error at once, or breaks off after one token. */
  readonly fail?: 'error' | 'cut';
}

/** A brain decides; it does not wait and does not remember. */
export type Brain = (prompt: Prompt) => Plan;

/** A text in the pieces that a model would stream: words with the white space behind them, or so many characters each. */
export function tokensOf(text: string, size?: number): string[] {
  return text.match(size ? new RegExp(`[\\s\\S]{1,${size}}`, 'gu') : /\S+\s*|\s+/g) ?? [];
}
