/** One conversation's line in the list: title, time, last words, marks, and what can be done with it. */
import { css } from '../elements/css.ts';

export const rowStyles = css`
  .conversation {
    position: relative;
    border-radius: var(--lc-control-radius);
    content-visibility: auto;
    contain-intrinsic-block-size: auto 58px;
  }
  .conversation:hover,
  .conversation:focus-within {
    background: color-mix(in srgb, var(--lc-ink) 4%, transparent);
  }
  .conversation[data-open] {
    background: color-mix(in srgb, var(--lc-accent) 10%, transparent);
  }
  .conversation-open {
    display: grid;
    grid-template: 'title time' 'last last' / minmax(0, 1fr) auto;
    column-gap: 12px;
    align-items: baseline;
    inline-size: 100%;
    min-block-size: 58px;
    align-content: center;
    padding: 8px 12px;
    border-radius: var(--lc-control-radius);
    text-align: start;
  }
  .conversation-open:focus-visible,
  .title-field:focus-visible {
    outline-offset: -2px;
  }
  .conversation-title,
  .conversation-last {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    text-align: -webkit-match-parent; /* Chromium's name for it */
    text-align: match-parent;
  }
  .conversation-title {
    grid-area: title;
    font-size: calc(var(--lc-font-size) - 1px);
    line-height: 20px;
  }
  .conversation:has(.unread) .conversation-title {
    font-weight: 600;
  }
  .conversation-time {
    grid-area: time;
    font-size: var(--lc-tiny);
    line-height: 20px;
    color: var(--lc-ink-soft);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .conversation-last {
    grid-area: last;
    font-size: var(--lc-small);
    line-height: 18px;
    color: var(--lc-ink-soft);
  }
  .conversation:has(.unread) .conversation-last {
    padding-inline-end: 20px;
  }
  .conversation .running {
    color: var(--lc-accent-text);
  }
  .running::before {
    content: '';
    display: inline-block;
    inline-size: 7px;
    block-size: 7px;
    margin-inline-end: 6px;
    border-radius: 50%;
    background: currentColor;
    animation: pulse 1.4s ease-in-out infinite alternate;
  }
  .unread {
    grid-area: 2 / 2;
    justify-self: end;
    align-self: center;
    inline-size: 8px;
    block-size: 8px;
    border-radius: 50%;
    background: var(--lc-accent-text);
  }
  .conversation-acts {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 4px;
    display: flex;
    flex-direction: row-reverse;
    align-items: center;
  }
  .conversation-acts .icon-button {
    inline-size: 36px;
    block-size: 40px;
  }
  .conversation-acts .icon-button:hover {
    background: color-mix(in srgb, var(--lc-ink) 7%, transparent);
  }
  .more .icon {
    stroke-width: 2.6;
  }
  .choices {
    display: flex;
  }
  .title-field {
    display: block;
    block-size: 58px;
    padding-inline: 12px;
    border-radius: var(--lc-control-radius);
    background: var(--lc-surface);
    box-shadow: inset 0 0 0 2px var(--lc-accent-text);
  }
  /* With a mouse the buttons take the time's place; without, they wait behind one that is always there. */
  @media (hover: hover) {
    .more {
      display: none;
    }
    .conversation:not(:hover, :focus-within) .conversation-acts {
      opacity: 0;
      pointer-events: none;
    }
    .conversation:is(:hover, :focus-within) .conversation-open {
      padding-inline-end: 120px;
    }
    /* It gives way, but is still said. */
    .conversation:is(:hover, :focus-within) .conversation-time {
      position: absolute;
      clip-path: inset(50%);
    }
  }
  @media (hover: none) {
    .conversation-open {
      padding-inline-end: 44px;
    }
    .conversation:not([data-expanded]) .choices {
      display: none;
    }
    .conversation[data-expanded] .conversation-open {
      padding-inline-end: 160px;
    }
    .conversation[data-expanded] .conversation-time {
      display: none;
    }
  }
  .conversation-agent {
    margin-inline-end: 4px;
    padding: 1px 6px;
    border-radius: 6px;
    background: var(--lc-surface-sunken);
    color: var(--lc-ink);
    font-size: var(--lc-tiny);
  }
  @media (prefers-reduced-motion: reduce) {
    .running::before {
      animation: none;
    }
  }
`;
