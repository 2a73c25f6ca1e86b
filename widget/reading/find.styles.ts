/** The find bar, and how what it has found is marked. */
import { css, sheet } from '../elements/css.ts';

export const findStyles = sheet(css`
  .transcript:has(> .find) {
    display: flex;
    flex-direction: column;
  }
  .transcript > .find + .scroller {
    flex: 1;
    min-block-size: 0;
  }
  .find {
    flex: none;
    display: flex;
    flex-direction: column;
    align-items: start;
    gap: 4px;
    padding: 8px var(--lc-gutter);
    border-block-end: 1px solid var(--lc-line);
    font-size: var(--lc-small);
  }
  .find-line {
    display: flex;
    align-items: center;
    gap: 4px;
    inline-size: 100%;
  }
  .find input {
    flex: 1;
    min-inline-size: 0;
    block-size: 36px;
    padding-inline: 10px;
    border: 1px solid var(--lc-control-line);
    border-radius: 8px;
    background: var(--lc-surface);
    color: var(--lc-ink);
    font: inherit;
    font-size: 16px;
  }
  .find input::-webkit-search-cancel-button {
    appearance: none;
  }
  .find output {
    min-inline-size: 4em;
    padding-inline: 4px;
    color: var(--lc-ink-soft);
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  [data-found] :is(.text, .bubble) {
    outline: 2px solid var(--lc-accent-text);
    outline-offset: 4px;
  }
  ::highlight(letta-chat-found) {
    background-color: light-dark(#ffe08a, #6b5200);
    color: light-dark(#1a1d23, #fff);
  }
  @media print {
    .find {
      display: none;
    }
  }
`);
