/** The look of the launcher: a disc or a pill with one glyph, and room for one sentence. */
import { css } from './css.ts';

export const launcherStyles = css`
  :host {
    --accent: var(--letta-chat-accent, light-dark(#3355e0, #8fa6ff));
    --ink-light: clamp(0.0005, (0.18 - y) * 9999, 1);
    --accent-ink: var(
      --letta-chat-accent-ink,
      color(from var(--accent) xyz calc(0.95 * var(--ink-light)) var(--ink-light) calc(1.089 * var(--ink-light)))
    );
    --danger: var(--letta-chat-danger, light-dark(#b42318, #ff9a8f));
    --ease: var(--letta-chat-duration, 160ms) cubic-bezier(0.2, 0.8, 0.2, 1);
    all: initial;
    display: block;
    visibility: inherit;
    color-scheme: inherit;
    font: 13px / 1.4 var(--letta-chat-font, system-ui), sans-serif;
  }
  :host([hidden]) {
    display: none;
  }
  button {
    all: unset;
    box-sizing: border-box;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
    min-inline-size: var(--lc-launcher);
    padding-inline: calc(var(--lc-launcher) * 0.267);
    block-size: var(--lc-launcher);
    border-radius: var(--lc-launcher);
    background: var(--accent);
    color: var(--accent-ink);
    font-size: 15px;
    font-weight: 600;
    white-space: nowrap;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
    transition: transform var(--ease);
    outline: 2px solid transparent; /* which forced colours show */
  }
  button:hover {
    transform: scale(1.04);
  }
  button:active {
    transform: scale(0.97);
  }
  button:focus-visible {
    /* The browser's own ring: it is made to be seen on whatever the page has there. */
    outline: auto;
    outline-offset: 3px;
  }
  .icon {
    display: block;
    inline-size: calc(var(--lc-launcher) * 0.465);
    block-size: calc(var(--lc-launcher) * 0.465);
    fill: currentColor;
  }
  /* What takes the other's place turns into it. */
  .bubble,
  ::slotted([slot]) {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
    animation: turn var(--ease);
  }
  @keyframes turn {
    from {
      opacity: 0;
      transform: rotate(-45deg) scale(0.7);
    }
  }
  .notice {
    position: absolute;
    inset-block-end: calc(100% + 10px);
    inset-inline-end: 0;
    inline-size: max-content;
    max-inline-size: min(232px, 100vw - 68px);
    padding: 10px 14px;
    border-radius: 12px;
    background: var(--letta-chat-surface, light-dark(#fff, #15171c));
    color: var(--danger);
  }
  button,
  .notice {
    box-shadow: 0 1px 2px rgb(16 24 40 / 0.1), 0 6px 20px rgb(16 24 40 / 0.2);
  }
  :host([start]) .notice {
    inset-inline: 0 auto;
  }
  .notice:empty {
    display: none;
  }
  :host([state='loading']) .icon {
    animation: breathe 1.2s ease-in-out infinite;
  }
  @keyframes breathe {
    50% {
      opacity: 0.4;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    button,
    .bubble,
    ::slotted([slot]) {
      transform: none !important;
      animation: none;
    }
  }
`;
