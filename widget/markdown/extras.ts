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

export function createExtras(options: MarkdownOptions): Extras {
  let work = Promise.resolve();
  let isOver = false;
  const queue = (task: () => Promise<void>) => {
    work = work.then(() => (isOver ? undefined : task())).catch(warn);
  };
  const colourCode = async (target: Element, language: string) => {
    const { knows, runsOf } = await import('./highlight.ts');
    if (!knows(language)) return;
    for (const groups of sliceGroups(target)) {
      await idle();
      if (isOver) return;
      colourGroups(groups, runsOf(groups.map((group) => group.textContent).join(''), language));
    }
  };
  return {
    colour(target, language) {
      if (language && options.highlight !== false) queue(() => colourCode(target, language));
    },
    setMaths(target, source, isBlock) {
      queue(async () => {
        const { setMaths } = await import('./maths.ts');
        setMaths(target, source, isBlock);
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
