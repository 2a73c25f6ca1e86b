/** The transcript: what scrolls, days, the greeting and suggestions, the breathing dots, the way back to the end. */
import { css } from 'lit';

export const transcriptStyles = css`
  letta-chat-transcript {
    position: relative;
    flex: 1;
    min-block-size: 0;
    display: flex;
    flex-direction: column;
  }
  .scroller {
    flex: 1;
    min-block-size: 0;
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
    padding-block: 16px 12px;
  }
  /* Rows carry the padding themselves: what is not in view is clipped to its box, focus rings included. */
  .row,
  .greeting,
  .suggestions,
  .dots {
    flex: none;
    padding-inline: var(--lc-gutter);
    padding-block-start: 4px;
  }
  .row.begins,
  .dots {
    padding-block-start: 12px;
  }
  /* A reply ends with its line of actions, which is distance enough. */
  .row.assistant + .row.begins {
    padding-block-start: 2px;
  }
  .row:not(.latest) {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 72px;
  }
  .day {
    padding-block: 12px 4px;
    color: var(--lc-ink-soft);
    font-size: 12px;
    line-height: 16px;
    text-align: center;
  }
  .older {
    padding-block: 4px;
    color: var(--lc-ink-soft);
    font-size: 12px;
    text-align: center;
  }
  .greeting {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .greeting p {
    margin: 0;
    max-inline-size: 68ch;
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
    font-size: 22px;
    line-height: 1.35;
    font-weight: 600;
    letter-spacing: -0.01em;
    text-wrap: balance;
  }
  .welcome .greeting p {
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
    border-radius: 20px;
    font-size: 14px;
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
    animation: fade 160ms;
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
  .jump {
    position: absolute;
    inset-block-end: 8px;
    inset-inline: 0;
    margin-inline: auto;
    inline-size: max-content;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-inline-size: 40px;
    block-size: 40px;
    padding-inline: 9px;
    border: 1px solid var(--lc-line);
    border-radius: 20px;
    background: var(--lc-surface);
    color: var(--lc-ink);
    font-size: 13px;
    font-weight: 600;
    box-shadow: 0 2px 8px rgb(16 24 40 / 0.12);
    animation: fade 160ms;
  }
  .jump .count {
    padding-inline-end: 4px;
  }
  .jump:hover {
    background: var(--lc-surface-sunken);
  }
  @media (prefers-reduced-motion: reduce) {
    .dots i {
      animation-duration: 2.8s;
    }
  }
  @media print {
    .scroller {
      overflow: visible;
    }
    .row {
      content-visibility: visible !important;
      break-inside: avoid;
    }
    .jump,
    .suggestions,
    .actions {
      display: none !important;
    }
  }
`;
