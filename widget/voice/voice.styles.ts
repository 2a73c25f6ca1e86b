/** The button that listens: pressed it is filled, and a ring breathes round it. */
import { css, sheet } from '../elements/css.ts';

export const voiceStyles = sheet(css`
  .voice {
    position: relative;
    border-radius: 50%;
  }
  .voice[aria-pressed='true'] {
    background: color-mix(in srgb, var(--lc-accent) 14%, transparent);
    color: var(--lc-accent-text);
  }
  .voice[aria-pressed='true']::before {
    content: '';
    position: absolute;
    inset: 1px;
    border: 2px solid currentColor;
    border-radius: 50%;
    animation: breathe 1.4s ease-in-out infinite;
  }
  [part='read-aloud'][data-done] .icon:last-of-type {
    fill: currentColor;
  }
  @media (prefers-reduced-motion: reduce) {
    .voice[aria-pressed='true']::before {
      animation: none;
    }
  }
`);
