/**
 * A part of the widget that is fetched when it is wanted, with its styles. Until it is there, and when it cannot be had, the
 * widget does without; when to ask for it is the host's decision.
 */
import { adoptStyles, type CSSResultOrNative, type ReactiveElement } from 'lit';

export interface Chunk {
  readonly styles: CSSResultOrNative;
}

export class LazyChunk<C extends Chunk> {
  /** What has been fetched. */
  current: C | undefined;
  #host: ReactiveElement;
  #fetch: () => Promise<C>;
  #arrived: ((chunk: C) => void) | undefined;
  #loading: Promise<C | undefined> | undefined;

  /** `arrived` is called once, before the host updates. */
  constructor(host: ReactiveElement, fetch: () => Promise<C>, arrived?: (chunk: C) => void) {
    this.#host = host;
    this.#fetch = fetch;
    this.#arrived = arrived;
  }

  /** Fetches it, once; `undefined` when that fails, and then the next call tries again. */
  load(): Promise<C | undefined> {
    this.#loading ??= this.#fetch().then(
      (chunk) => this.#adopt(chunk),
      (error: unknown) => {
        this.#loading = undefined;
        console.error('<letta-chat>: a part of the chat could not be loaded.', error);
        return undefined;
      },
    );
    return this.#loading;
  }

  #adopt(chunk: C): C {
    const { shadowRoot } = this.#host;
    if (shadowRoot) adoptStyles(shadowRoot, [...shadowRoot.adoptedStyleSheets, chunk.styles]);
    this.current = chunk;
    this.#arrived?.(chunk);
    this.#host.requestUpdate();
    return chunk;
  }
}
