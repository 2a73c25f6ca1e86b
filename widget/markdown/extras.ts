/**
 * What comes after the text: colours for code and maths, each by a chunk of its own that is fetched when the first
 * finished block needs it. Work is done in slices, when the browser has time. A chunk that does not come leaves the text
 * as it is.
 */
import { html, render } from 'lit';
import type { Run } from './highlight.ts';
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

/** Characters of code that are coloured in one go: some 10 ms of work. */
const SLICE_LENGTH = 6000;

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
    const { knows, runsOf } = await import('./highlight.ts');
    for (const [target, language] of waiting.splice(0)) {
      if (!knows(language)) continue;
      for (const groups of sliceGroups(target)) {
        const code = () => groups.map((group) => group.textContent).join('');
        tasks.push(() => colourGroups(groups, runsOf(code(), language)));
      }
    }
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

/** The groups of lines of a block of code, as many together as make a slice. */
function sliceGroups(target: Element): Element[][] {
  const slices: Element[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const group of target.children) {
    length += group.textContent.length;
    if (length > SLICE_LENGTH) {
      slices.push([]);
      length = group.textContent.length;
    }
    slices.at(-1)!.push(group);
  }
  return slices;
}

/** Replaces the text of the groups by the same text in colours. */
function colourGroups(groups: readonly Element[], runs: readonly Run[]): void {
  let next = 0;
  let used = 0;
  for (const group of groups) {
    const content = [];
    let left = group.textContent.length;
    while (left > 0) {
      const { text, classes } = runs[next]!;
      const piece = text.slice(used, used + left);
      content.push(classes ? html`<span class=${classes}>${piece}</span>` : piece);
      left -= piece.length;
      used += piece.length;
      if (used === text.length) {
        next++;
        used = 0;
      }
    }
    group.replaceChildren();
    render(content, group as HTMLElement);
  }
}
