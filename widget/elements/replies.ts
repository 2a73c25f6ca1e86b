/**
 * How replies are shown: their Markdown, by a chunk of its own that is fetched when the panel first shows. Until it is there,
 * and when it cannot be had, they are plain text.
 */
import { adoptStyles, type ReactiveControllerHost } from 'lit';
import type { MarkdownOptions } from '../markdown/index.ts';
import type { Strings } from './strings/strings.ts';

type Chunk = typeof import('../markdown/index.ts');

/** What a message needs to show a reply's Markdown. */
export interface Replies {
  readonly markdown: Chunk['markdown'];
  /** The same object as long as nothing in it changes: another one renders every reply anew. */
  readonly options: MarkdownOptions;
}

export interface RepliesConfig {
  readonly strings: Strings;
  /** Origins separated by spaces. */
  readonly imageOrigins: string | null;
  readonly highlight: boolean;
  readonly maths: boolean;
}

export class RepliesController {
  #host: ReactiveControllerHost & HTMLElement;
  #config: () => RepliesConfig;
  #chunk: Chunk | undefined;
  #asked = false;
  #key = '';
  #replies: Replies | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, config: () => RepliesConfig) {
    this.#host = host;
    this.#config = config;
  }

  /** `undefined` until the chunk is there. */
  get current(): Replies | undefined {
    if (!this.#chunk) return undefined;
    const options = optionsOf(this.#config());
    const key = JSON.stringify(options);
    if (key !== this.#key) this.#replies = { markdown: this.#chunk.markdown, options };
    this.#key = key;
    return this.#replies;
  }

  /** Fetches the chunk, once. */
  load(): void {
    if (this.#asked) return;
    this.#asked = true;
    import('../markdown/index.ts').then(
      (chunk) => this.#arrived(chunk),
      (error: unknown) => {
        this.#asked = false; // the next opening tries again
        console.error('<letta-chat>: replies stay plain text, their Markdown could not be loaded.', error);
      },
    );
  }

  #arrived(chunk: Chunk): void {
    const { shadowRoot } = this.#host;
    if (shadowRoot) adoptStyles(shadowRoot, [...shadowRoot.adoptedStyleSheets, chunk.markdownStyles]);
    this.#chunk = chunk;
    this.#host.requestUpdate();
  }
}

function optionsOf({ strings, imageOrigins, highlight, maths }: RepliesConfig): MarkdownOptions {
  const { copyCode, copied: codeCopied, copyFailed: codeCopyFailed, code, image } = strings;
  return {
    words: { copyCode, codeCopied, codeCopyFailed, code, image },
    imageOrigins: imageOrigins?.split(/\s+/).filter(Boolean) ?? [],
    highlight,
    maths,
  };
}
