/** The copy buttons of all code in a reply, by one listener on its container. */
import { showFrame } from './code-view.ts';
import type { MarkdownWords } from './options.ts';

/** What a copy button says. */
export type CopyState = 'ready' | 'copied' | 'refused';

/** How long the answer stays, in milliseconds. */
const ANSWER_FOR = 2000;

export class CopyButtons {
  readonly #container: HTMLElement;
  readonly #words: MarkdownWords;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(container: HTMLElement, words: MarkdownWords) {
    this.#container = container;
    this.#words = words;
    container.addEventListener('click', this.#clicked);
  }

  dispose(): void {
    this.#container.removeEventListener('click', this.#clicked);
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #clicked = async (event: Event): Promise<void> => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('.copy-code') : null;
    const block = button?.closest<HTMLElement>('.code');
    if (!button || !block) return;
    const language = button.dataset['language'] ?? '';
    showFrame(block, this.#words, await copy(block.querySelector('code')!.textContent), language);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      showFrame(block, this.#words, 'ready', language);
    }, ANSWER_FOR);
    this.#timers.add(timer);
  };
}

/** The clipboard is missing on plain HTTP and may be refused; both are an answer, not an error. */
async function copy(text: string): Promise<CopyState> {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    return 'refused';
  }
}
