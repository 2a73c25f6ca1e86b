/**
 * How a reply's Markdown looks: set like text, on the surface. Roles (`--lc-*`) come from the widget's tokens. Blocks
 * keep their distance by the margin before them, so that parts and single blocks look the same.
 */
import { css } from 'lit';

export const markdownStyles = css`
  .markdown {
    white-space: normal;
    overflow-wrap: anywhere;
    max-inline-size: 68ch;
  }
  .markdown .part {
    contain: content;
  }
  /* The only one is short, and its guessed height would make the transcript jump. */
  .markdown .parts:not(:only-child) {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 4000px;
  }
  .markdown :is(p, h1, h2, h3, h4, h5, h6, ul, ol, blockquote) {
    margin: 0;
    unicode-bidi: isolate;
  }
  .markdown :is(.part, .parts) + :is(.part, .parts),
  .markdown :is(.part, .loose > li) > * + * {
    margin-block-start: 0.75em;
  }
  .markdown li > * + * {
    margin-block-start: 0.25em;
  }
  .markdown .part > * + :is(h1, h2, h3, h4, h5, h6) {
    margin-block-start: 1.25em;
  }
  .markdown :is(h1, h2, h3, h4, h5, h6) {
    font-weight: 600;
    line-height: 1.3;
    font-size: 1em;
  }
  .markdown h1 {
    font-size: 1.35em;
  }
  .markdown h2 {
    font-size: 1.2em;
  }
  .markdown h3 {
    font-size: 1.07em;
  }
  .markdown strong {
    font-weight: 600;
  }
  .markdown :is(ul, ol) {
    padding: 0;
    padding-inline-start: 1.6em;
  }
  .markdown ul {
    list-style: disc;
  }
  .markdown ul ul {
    list-style: circle;
  }
  .markdown li + li {
    margin-block-start: 0.25em;
  }
  .markdown .loose > li + li {
    margin-block-start: 0.75em;
  }
  .markdown li::marker {
    color: var(--lc-ink-soft);
  }
  .markdown .task {
    list-style: none;
  }
  /* Drawn here: what browsers draw for a disabled box can hardly be seen. */
  .markdown .task > p > input {
    appearance: none;
    inline-size: 1em;
    block-size: 1em;
    margin: 0;
    margin-inline: -1.5em 0.5em;
    border: 1.5px solid var(--lc-ink-soft);
    border-radius: 3px;
    vertical-align: -0.12em;
  }
  .markdown .task > p > input:checked {
    border-color: var(--lc-accent-text);
    background: var(--lc-accent);
  }
  .markdown .task > p > input:checked::before {
    content: '';
    display: block;
    block-size: 100%;
    background: var(--lc-accent-ink);
    clip-path: polygon(20% 46%, 42% 68%, 82% 24%, 92% 34%, 42% 88%, 10% 56%);
  }
  .markdown blockquote {
    padding-inline-start: 12px;
    border-inline-start: 3px solid var(--lc-line);
    color: var(--lc-ink-soft);
  }
  .markdown hr {
    block-size: 1px;
    margin: 0;
    border: 0;
    background: var(--lc-line);
  }
  .markdown .part > * + hr,
  .markdown .part > hr + * {
    margin-block-start: 1.25em;
  }
  .markdown a {
    color: var(--lc-accent-text);
    text-underline-offset: 3px;
    border-radius: 2px;
  }
  .markdown img {
    max-inline-size: 100%;
    block-size: auto;
    border-radius: calc(var(--lc-control-radius) - 2px);
    vertical-align: middle;
  }
  .markdown :is(code, pre) {
    font-family: var(--letta-chat-code-font, ui-monospace, 'SF Mono', Menlo, Consolas, monospace);
    font-size: var(--lc-small);
  }
  .markdown :not(pre) > code {
    padding: 0.1em 0.35em;
    border-radius: 5px;
    background: var(--lc-surface-sunken);
  }
  /* Not clipped to its corners: each such clip costs at every frame. */
  .markdown .code {
    border-radius: calc(var(--lc-control-radius) - 2px);
    background: var(--lc-surface-sunken);
    contain: layout style;
  }
  .markdown .code-header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: 32px;
    padding-inline: 12px 4px;
    border-block-end: 1px solid var(--lc-line);
    font-size: var(--lc-tiny);
    color: var(--lc-ink-soft);
    user-select: none;
  }
  .markdown .copy-code {
    min-block-size: 24px;
    padding-inline: 8px;
    border-radius: 6px;
    font-size: var(--lc-tiny);
    color: var(--lc-ink-soft);
  }
  .markdown .copy-code:hover {
    color: var(--lc-ink);
    background: var(--lc-surface);
  }
  .markdown pre {
    margin: 0;
    padding: 10px 12px;
    overflow-x: auto;
    line-height: 1.5;
    white-space: pre;
    tab-size: 4;
    overflow-wrap: normal;
  }
  .markdown pre:focus-visible {
    outline-offset: -2px;
  }
  .markdown :is(.lines, .run) {
    display: block;
    contain: content;
  }
  .markdown .lines {
    inline-size: max-content;
    min-inline-size: 100%;
  }
  .markdown .group {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 1000px;
  }
  .markdown :is(ul, ol).group + .group {
    margin-block-start: 0.25em;
  }
  .markdown .loose.group + .group {
    margin-block-start: 0.75em;
  }
  .markdown .maths {
    overflow-x: auto;
    overflow-y: hidden;
  }
  /* It moves with the text: blinking besides would cost a layer. */
  .markdown .caret::after {
    animation: none;
  }
  @media print {
    .markdown :is(.parts, .group) {
      content-visibility: visible !important;
    }
    .markdown pre {
      white-space: pre-wrap;
    }
    .markdown .copy-code {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .markdown .code {
      border: 1px solid CanvasText;
    }
  }
`;
