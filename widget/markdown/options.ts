/** What the page and the reader's language decide about replies. Defaults are filled in where a value is used. */

export interface MarkdownWords {
  /** The copy button of a block of code, and what it says after a click. */
  readonly copyCode: string;
  readonly codeCopied: string;
  readonly codeCopyFailed: string;
  /** The label of code whose language is not named. */
  readonly code: string;
  /** What an image without a description is called. */
  readonly image: string;
}

export interface MarkdownOptions {
  readonly words: MarkdownWords;
  /** Origins (`https://img.example`) that images are loaded from. Default: none, an image is shown as a link. */
  readonly imageOrigins?: readonly string[] | undefined;
  /** Whether code is coloured, by a further chunk. Default true. */
  readonly highlight?: boolean | undefined;
  /** Whether `$…$` and `$$…$$` are maths, by a further chunk. Default false. */
  readonly maths?: boolean | undefined;
  /** Whether a line feed within a paragraph breaks the line. Default true, as chat users expect. */
  readonly breaks?: boolean | undefined;
}
