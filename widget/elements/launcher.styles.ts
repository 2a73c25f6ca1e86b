/** The look of the launcher: a disc with one glyph that turns into a chevron, a badge, and room for one sentence. */
import { css } from './css.ts';

export const launcherStyles = css`
  :host {
    --accent: var(--letta-chat-accent, light-dark(#3355e0, #8fa6ff));
    --ink-light: clamp(0.0005, (0.183 - y) * 9999, 1);
    --accent-ink: var(
      --letta-chat-accent-ink,
      color(from var(--accent) xyz-d65 calc(0.95 * var(--ink-light)) var(--ink-light) calc(1.089 * var(--ink-light)))
    );
    --danger: var(--letta-chat-danger, light-dark(#b42318, #ff9a8f));
    --ease: 160ms cubic-bezier(0.2, 0.8, 0.2, 1);
    display: block;
    position: relative;
    inline-size: 56px;
    block-size: 56px;
    font: 13px / 1.4 var(--letta-chat-font, system-ui), sans-serif;
  }
  :host([hidden]) {
    display: none;
  }
  button {
    all: unset;
    box-sizing: border-box;
    display: grid;
    place-items: center;
    inline-size: 56px;
    block-size: 56px;
    border-radius: 50%;
    background: var(--accent);
    color: var(--accent-ink);
    box-shadow: 0 1px 2px rgb(16 24 40 / 0.1), 0 6px 20px rgb(16 24 40 / 0.2);
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
    transition: transform var(--ease);
  }
  button:hover {
    transform: scale(1.04);
  }
  button:active {
    transform: scale(0.97);
  }
  button:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 3px;
  }
  svg {
    grid-area: 1 / 1;
    inline-size: 26px;
    block-size: 26px;
    fill: currentColor;
    transition: opacity var(--ease), transform var(--ease);
  }
  .chevron,
  :host([open]) .bubble {
    opacity: 0;
    transform: rotate(-45deg) scale(0.7);
  }
  :host([open]) .chevron {
    opacity: 1;
    transform: none;
  }
  .badge,
  .notice {
    position: absolute;
    box-sizing: border-box;
  }
  .badge {
    inset-block-start: -3px;
    inset-inline-end: -3px;
    min-inline-size: 22px;
    padding-inline: 6px;
    border: 2px solid light-dark(#fff, #15171c);
    border-radius: 11px;
    background: var(--danger);
    color: light-dark(#fff, #15171c);
    font-size: 11px;
    font-weight: 600;
    line-height: 18px;
    text-align: center;
    pointer-events: none;
  }
  .notice {
    inset-block-end: 66px;
    inset-inline-end: 0;
    inline-size: max-content;
    max-inline-size: min(260px, 100vw - 40px);
    padding: 10px 14px;
    border-radius: 12px;
    background: var(--letta-chat-surface, light-dark(#fff, #15171c));
    color: var(--danger);
    box-shadow: 0 1px 2px rgb(16 24 40 / 0.06), 0 12px 40px rgb(16 24 40 / 0.16);
  }
  :host([start]) .notice {
    inset-inline: 0 auto;
  }
  .badge:empty,
  .notice:empty {
    display: none;
  }
  :host([state='loading']) .bubble {
    animation: breathe 1.2s ease-in-out infinite;
  }
  @keyframes breathe {
    50% {
      opacity: 0.4;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    button,
    svg {
      transition: opacity 160ms;
      transform: none !important;
    }
  }
  @media (forced-colors: active) {
    button {
      border: 2px solid ButtonText;
    }
  }
`;
