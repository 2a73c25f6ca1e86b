/**
 * What comes after the text: colours for code and maths, each by a chunk of its own that is fetched when the first
 * finished block needs it. Work is done in slices, when the browser has time. A chunk that does not come leaves the text
 * as it is.
 */
import type { MarkdownOptions } from './options.ts';

export interface Extras {
  /** Colours finished code, when its language is known. */
  colour(target: Element, language: string): void;
  /** Sets the maths whose source `target` shows. */
  setMaths(target: HTMLElement, source: string, isBlock: boolean): void;
  /** Resolves when nothing is under way. */
  complete(): Promise<void>;
  /** Begins nothing new. */
  dispose(): void;
}

/** The longest that one go takes on more work, in milliseconds. */
const SLICE_TIME = 8;

export function createExtras(options: MarkdownOptions): Extras {
  const tasks: (() => void)[] = [];
  let work = Promise.resolve();
  let isOver = false;
  const runTasks = async () => {
    while (tasks.length > 0 && !isOver) {
      await idle();
      const until = performance.now() + SLICE_TIME;
      do tasks.shift()?.();
      while (tasks.length > 0 && performance.now() < until);
    }
  };
  const add = (prepare: () => Promise<void>) => {
    work = work.then(() => (isOver ? undefined : prepare().then(runTasks))).catch(warn);
  };
  const waiting: (readonly [target: Element, language: string])[] = [];
  const colourWaiting = async () => {
    const { colourTasks } = await import('./colours.ts');
    for (const [target, language] of waiting.splice(0)) tasks.push(...colourTasks(target, language));
  };
  return {
    colour(target, language) {
      if (!language || options.highlight === false) return;
      waiting.push([target, language]);
      if (waiting.length === 1) add(colourWaiting);
    },
    setMaths(target, source, isBlock) {
      add(async () => {
        const { setMaths } = await import('./maths.ts');
        tasks.push(() => void setMaths(target, source, isBlock));
      });
    },
    complete: () => work,
    dispose() {
      isOver = true;
    },
  };
}

/** A reply reads well without colours: for the developer, a chunk that failed is worth a line. */
function warn(error: unknown): void {
  console.warn('<letta-chat>: a reply stays without its colours or maths.', error);
}

/** When the browser has nothing better to do; WebKit does not say when. */
function idle(): Promise<void> {
  return new Promise((done) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => done(), { timeout: 500 });
    else setTimeout(done, 20);
  });
}
