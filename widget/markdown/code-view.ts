/**
 * A block of code: a header line with language and copy button, and the code, which only ever grows at its end. Its lines
 * stand in groups, so that while it streams the browser lays out the last group only. Colours come later (`extras.ts`).
 */
import { html, render } from 'lit';
import type { BlockView, Shared } from './block-views.ts';
import type { Code } from './blocks.ts';
import type { CopyState } from './copy.ts';
import type { MarkdownWords } from './options.ts';

/** Lines to a group. */
const GROUP_SIZE = 40;

export function createCodeView(code: Code, { options, extras }: Shared): BlockView {
  const element = document.createElement('div');
  element.className = 'code';
  showFrame(element, options.words, 'ready', code.language);
  const target = element.querySelector('code')!;
  const append = createAppender(target);
  const show = () => {
    append(code.added);
    code.added = '';
    if (!code.open) extras.colour(target, code.language);
  };
  return { element, show };
}

/** Renders all but the code, also anew when the button's state changes. */
export function showFrame(element: HTMLElement, words: MarkdownWords, state: CopyState, language: string): void {
  const label = { ready: words.copyCode, copied: words.codeCopied, refused: words.codeCopyFailed }[state];
  render(
    html`<div class="code-header" data-chrome>
        <span class="language">${language || words.code}</span
        ><button type="button" class="copy-code" data-language=${language}>${label}</button>
      </div>
      <pre dir="ltr" tabindex="0" role="group" aria-label=${language || words.code}><code></code></pre>`,
    element,
  );
}

/** Appends text at the end of the last group of lines. */
function createAppender(target: HTMLElement): (text: string) => void {
  let last: Text | null = null;
  let lines = 0;
  const appendTo = (text: string) => {
    if (!last) {
      const group = target.appendChild(document.createElement('span'));
      group.className = 'lines';
      last = group.appendChild(document.createTextNode(''));
    }
    last.appendData(text);
  };
  return function append(text) {
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
      if (++lines % GROUP_SIZE) continue;
      appendTo(text.slice(start, end + 1));
      last = null;
      start = end + 1;
    }
    if (start < text.length) appendTo(text.slice(start));
  };
}
