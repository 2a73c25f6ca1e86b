/**
 * Colours for code that stands in the page, a chunk of its own with the languages (`highlight.ts`): the same text, cut into
 * spans whose classes name a role, and the colours of the roles. When it is done is left to `extras.ts`.
 */
import { css, html, render } from 'lit';
import { adopt } from './adopt.ts';
import { knows, type Run, runsOf } from './highlight.ts';

/** Characters of code that are coloured in one go: some 10 ms of work. */
const SLICE_LENGTH = 6000;

/** What is to be done to colour the code in `target`, in pieces; nothing when the language is not known. */
export function colourTasks(target: Element, language: string): (() => void)[] {
  if (!knows(language)) return [];
  adopt(target, colourStyles);
  return sliceGroups(target).map((groups) => () => {
    const code = groups.map((group) => group.textContent).join('');
    colourGroups(groups, runsOf(code, language));
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

const colourStyles = css`
  /* Roles of highlight.js, in colours of at least 4.5:1 on the sunken surface. */
  .lines :is(.keyword, .literal, .built_in, .selector-tag, .name) {
    color: light-dark(#8250c4, #c9a2ff);
  }
  .lines :is(.string, .regexp, .addition, .selector-class) {
    color: light-dark(#0a6b3d, #7fd6a4);
  }
  .lines :is(.number, .symbol, .variable, .attr, .attribute, .property) {
    color: light-dark(#a0460b, #f0b27a);
  }
  .lines :is(.title, .section, .selector-id) {
    color: light-dark(#2148c7, #8fb4ff);
  }
  .lines :is(.comment, .quote, .meta) {
    color: var(--lc-ink-soft);
  }
  .lines .deletion {
    color: var(--lc-danger);
  }
`;
