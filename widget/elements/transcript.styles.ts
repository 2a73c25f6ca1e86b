/** The transcript: what scrolls, days, the greeting and suggestions, the breathing dots. */
import { css } from './css.ts';

export const transcriptStyles = css`
  .transcript {
    position: relative;
    flex: 1;
    min-block-size: 0;
  }
  .scroller {
    block-size: 100%;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--lc-line) transparent;
  }
  .scroller:focus-visible {
    outline-offset: -2px;
  }
  .content {
    min-block-size: 100%;
    display: flex;
    flex-direction: column;
    padding-block: var(--lc-spacing) calc(var(--lc-spacing) * 0.75);
  }
  /* Rows carry the padding themselves: what is not in view is clipped to its box, focus rings included. */
  .row,
  .greeting,
  .suggestions,
  .dots {
    padding-inline: var(--lc-gutter);
    padding-block-start: calc(var(--lc-spacing) / 4);
  }
  .row.begins,
  .dots {
    padding-block-start: calc(var(--lc-spacing) * 0.75);
  }
  /* A reply ends with its line of actions, which is distance enough. */
  [data-role='assistant'] + .row.begins {
    padding-block-start: 2px;
  }
  .row:not(.latest) {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 72px;
  }
  .day {
    padding-block: 12px 4px;
    color: var(--lc-ink-soft);
    font-size: var(--lc-tiny);
    line-height: 16px;
    text-align: center;
  }
  /* Before the first message: what one reads first at the top, what one presses first near the composer. */
  .welcome {
    flex: 1;
    display: flex;
    flex-direction: column;
    justify-content: space-between;
  }
  .welcome .greeting {
    padding-block: 20px;
    font-size: calc(var(--lc-font-size) + 7px);
    line-height: 1.35;
    font-weight: 600;
    letter-spacing: -0.01em;
    text-wrap: balance;
  }
  .welcome p {
    max-inline-size: 24em;
  }
  .suggestions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding-block: 16px 0;
    margin: 0;
    list-style: none;
  }
  .suggestion {
    min-block-size: 40px;
    padding: 8px 14px;
    border: 1px solid var(--lc-control-line);
    border-radius: calc(var(--lc-control-radius) * 5 / 3);
    font-size: calc(var(--lc-font-size) - 1px);
    line-height: 20px;
    text-align: start;
    transition: background-color var(--lc-ease), border-color var(--lc-ease);
  }
  .suggestion:hover {
    background: var(--lc-surface-sunken);
    border-color: var(--lc-ink-soft);
  }
  .dots {
    display: flex;
    align-items: center;
    gap: 5px;
    block-size: 36px;
    animation: fade var(--lc-ease);
  }
  .dots i {
    inline-size: 7px;
    block-size: 7px;
    border-radius: 50%;
    background: var(--lc-ink-soft);
    animation: breathe 1.4s ease-in-out infinite;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.18s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.36s;
  }
  @keyframes breathe {
    0%,
    70%,
    100% {
      opacity: 0.3;
    }
    35% {
      opacity: 1;
    }
  }
`;
