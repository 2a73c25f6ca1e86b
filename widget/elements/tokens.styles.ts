/**
 * The look's roles. Each is a public custom property `--letta-chat-<role>` with its default; inside, everything uses
 * the private `--lc-<role>`, so that a page's own `--accent` never leaks in and ours never reaches slotted content by name.
 */
import { css } from './css.ts';

export const tokens = css`
  .root {
    --lc-surface: var(--letta-chat-surface, light-dark(#ffffff, #15171c));
    --lc-surface-sunken: var(--letta-chat-surface-sunken, light-dark(#f5f6f8, #1e2128));
    --lc-ink: var(--letta-chat-ink, light-dark(#16181d, #eceef2));
    --lc-ink-soft: var(--letta-chat-ink-soft, light-dark(#5b6270, #a3aab8));
    --lc-accent: var(--letta-chat-accent, light-dark(#3355e0, #8fa6ff));
    /* White or nearly black, whichever is read better on the page's accent: they are equal at a luminance of 0.18. */
    --lc-ink-light: clamp(0.0005, (0.18 - y) * 9999, 1);
    --lc-accent-ink: var(
      --letta-chat-accent-ink,
      color(from var(--lc-accent) xyz calc(0.95 * var(--lc-ink-light)) var(--lc-ink-light) calc(1.089 * var(--lc-ink-light)))
    );
    /*
     * The accent as text, link or ring on the surface: as dark, or with as much white in it, as 4.5:1 on both surfaces needs.
     * Its luminance is computed, not guessed: y at most 0.14 on light ones, at least 0.3 on dark ones.
     */
    --lc-darker: clamp(0, 0.14 / y, 1);
    --lc-lighter: max(0, (0.3 - y) / (1 - y));
    --lc-accent-text: var(
      --letta-chat-accent-text,
      light-dark(
        color(from var(--lc-accent) xyz calc(x * var(--lc-darker)) calc(y * var(--lc-darker)) calc(z * var(--lc-darker))),
        color(
          from var(--lc-accent) xyz calc(x + (0.95 - x) * var(--lc-lighter)) calc(y + (1 - y) * var(--lc-lighter))
            calc(z + (1.089 - z) * var(--lc-lighter))
        )
      )
    );
    --lc-line: var(--letta-chat-line, light-dark(#d9dde4, #2c3038));
    --lc-control-line: var(--letta-chat-control-line, light-dark(#878e9b, #6b7280));
    --lc-danger: var(--letta-chat-danger, light-dark(#b42318, #ff9a8f));
    --lc-shadow: var(
      --letta-chat-shadow,
      0 1px 2px light-dark(rgb(16 24 40 / 0.06), transparent),
      0 12px 40px light-dark(rgb(16 24 40 / 0.16), rgb(0 0 0 / 0.4))
    );
    --lc-radius: var(--letta-chat-radius, 18px);
    --lc-bubble-radius: var(--letta-chat-bubble-radius, 16px);
    --lc-control-radius: var(--letta-chat-control-radius, 12px);
    --lc-page-font: initial; /* none of that name from the page */
    --lc-font: var(--letta-chat-font, var(--lc-page-font, inherit));
    --lc-font-size: var(--letta-chat-font-size, 15px);
    --lc-small: calc(var(--lc-font-size) - 2px);
    --lc-tiny: calc(var(--lc-font-size) - 3px);
    --lc-ease: var(--letta-chat-duration, 160ms) cubic-bezier(0.2, 0.8, 0.2, 1);
    --lc-spacing: var(--letta-chat-spacing, 16px);
    /* Wide places (inline, page) centre one column of a readable measure. */
    --lc-gutter: max(var(--lc-spacing), (100% - var(--letta-chat-column, 720px)) / 2);
  }
`;

/** What several parts share: icon buttons, plain text buttons, text for screen readers only. */
export const shared = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  p,
  h2 {
    margin: 0;
  }
  button {
    font: inherit;
    color: inherit;
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  button:disabled {
    cursor: default;
  }
  :focus-visible {
    outline: 2px solid var(--lc-accent-text);
    outline-offset: 2px;
  }
  .icon-button {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    border-radius: var(--lc-control-radius);
    color: var(--lc-ink-soft);
    transition: background-color var(--lc-ease), color var(--lc-ease);
  }
  .icon-button:hover {
    background: var(--lc-surface-sunken);
    color: var(--lc-ink);
  }
  .icon {
    display: block;
    inline-size: 20px;
    block-size: 20px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @keyframes fade {
    from {
      opacity: 0;
    }
  }
  /* Fades only. */
  @media (prefers-reduced-motion: reduce) {
    .panel,
    .send::before {
      transform: none !important;
    }
    .caret::after {
      animation: none;
    }
    .dots i {
      animation-duration: 2.8s !important;
    }
  }
`;
