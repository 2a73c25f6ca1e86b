/** What a first reply does not need: its actions, pictures, the way back to the end, older pages, print. */
import { css, sheet } from './css.ts';

export const laterStyles = sheet(css`
  .badge {
    position: absolute;
    inset-block-start: -3px;
    inset-inline-end: -3px;
    min-inline-size: 22px;
    padding-inline: 6px;
    border: 2px solid light-dark(#fff, #15171c);
    border-radius: 11px;
    background: var(--lc-danger);
    color: light-dark(#fff, #15171c);
    font-size: 11px;
    font-weight: 600;
    line-height: 18px;
    text-align: center;
    pointer-events: none;
  }
  /* Lines of text, whose last one ends early. */
  [part='conversations']:dir(rtl) svg {
    transform: scaleX(-1);
  }
  [data-state='failed'] .bubble {
    background: color-mix(in srgb, var(--lc-danger) 8%, var(--lc-surface));
    color: inherit;
  }
  .error {
    font-size: var(--lc-small);
    color: var(--lc-danger);
  }
  .error-actions {
    display: inline-flex;
    gap: 12px;
    font-size: var(--lc-small);
  }
  .text-button {
    position: relative;
    min-block-size: 24px;
    font-weight: 600;
    color: var(--lc-accent-text);
    border-radius: 4px;
  }
  /* A line of text to look at, 40 px to hit. */
  .text-button::before {
    content: '';
    position: absolute;
    inset: -8px -4px;
  }
  .text-button:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .text-button + .text-button {
    color: var(--lc-ink-soft);
  }
  .text + .meta,
  .actions > .hint {
    margin-block: 4px;
    margin-inline-end: 8px;
  }
  .reference {
    flex-basis: 100%;
    font-size: 11px;
  }
  .action {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    margin-inline-start: -6px;
    border-radius: 8px;
    color: var(--lc-ink-soft);
  }
  /* 28 px to look at, 40 px to hit. */
  .action::before {
    content: '';
    position: absolute;
    inset: -6px;
  }
  .action:hover {
    background: var(--lc-surface-sunken);
    color: var(--lc-ink);
  }
  .action .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .action[data-done] .icon:first-of-type,
  .action:not([data-done]) .icon + .icon {
    display: none;
  }
  .action[aria-pressed='true'] {
    color: var(--lc-accent-text);
    opacity: 1;
  }
  .action[aria-pressed='true'] .icon {
    fill: currentColor;
    fill-opacity: 0.18;
  }
  .action.negative .icon {
    transform: rotate(180deg);
  }
  .thanks:not(:empty) {
    opacity: 1;
  }
  .avatar {
    position: relative;
    overflow: hidden;
  }
  .avatar img {
    position: absolute;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    background: var(--lc-surface);
  }
  .thoughts {
    color: var(--lc-ink-soft);
    font-size: var(--lc-small);
  }
  .thoughts summary {
    cursor: pointer;
    inline-size: fit-content;
    min-block-size: 24px;
    border-radius: 4px;
  }
  .thoughts p {
    max-inline-size: 68ch;
    margin-block: 4px 8px;
    padding-inline-start: 12px;
    border-inline-start: 3px solid var(--lc-line);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .farewell ~ .composer {
    display: none;
  }
  .farewell {
    display: grid;
    justify-items: start;
    gap: 8px;
    margin: 0;
    padding: 12px var(--lc-spacing) var(--lc-spacing);
    border-block-start: 1px solid var(--lc-line);
    font-size: 14px;
    color: var(--lc-ink-soft);
  }
  @media (hover: hover) {
    .again,
    .actions > * {
      opacity: 0;
      transition: opacity var(--lc-ease);
    }
    letta-chat-message:hover .again,
    .again:focus-visible,
    letta-chat-message:hover .actions > *,
    .actions:focus-within > *,
    .latest .actions > *,
    .actions > .hint {
      opacity: 1;
    }
  }
  .pictures {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 4px;
    max-inline-size: 80%;
  }
  .pictures letta-chat-picture {
    max-inline-size: 220px;
    border-radius: var(--lc-control-radius);
    overflow: hidden;
  }
  letta-chat-picture canvas {
    display: block;
    max-inline-size: 100%;
  }
  /* The whole panel takes what is dropped, and says so. */
  .panel[data-dropping]::after {
    content: attr(data-dropping);
    position: absolute;
    inset: 8px;
    z-index: 3;
    display: grid;
    place-items: center;
    padding: 24px;
    border: 2px dashed var(--lc-accent-text);
    border-radius: calc(var(--lc-radius) - 6px);
    background: color-mix(in srgb, var(--lc-surface) 95%, transparent);
    color: var(--lc-accent-text);
    font-weight: 600;
    text-align: center;
    text-wrap: balance;
    pointer-events: none;
    animation: fade var(--lc-ease);
  }
  .previews {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 12px 12px 0;
  }
  .preview {
    position: relative;
    inline-size: 56px;
    block-size: 56px;
  }
  .preview canvas {
    inline-size: 56px;
    block-size: 56px;
    object-fit: cover;
    border-radius: 10px;
    border: 1px solid var(--lc-line);
  }
  .remove {
    position: absolute;
    inset-block-start: -14px;
    inset-inline-end: -14px;
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
  }
  .remove .icon {
    padding: 4px;
    border-radius: 50%;
    background: var(--lc-ink);
    color: var(--lc-surface);
    stroke-width: 3;
  }
  .limit {
    margin: 6px 16px 0;
    font-size: var(--lc-tiny);
    line-height: 16px;
    color: var(--lc-ink-soft);
  }
  .limit[data-over] {
    color: var(--lc-danger);
  }
  .older {
    padding-block: 4px;
    color: var(--lc-ink-soft);
    font-size: var(--lc-tiny);
    text-align: center;
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
    border-radius: calc(var(--lc-control-radius) * 5 / 3);
    background: var(--lc-surface);
    color: var(--lc-ink);
    font-size: var(--lc-small);
    font-weight: 600;
    box-shadow: 0 2px 8px rgb(16 24 40 / 0.12);
    animation: fade var(--lc-ease);
  }
  .jump .count {
    padding-inline-end: 4px;
  }
  .jump:hover {
    background: var(--lc-surface-sunken);
  }
  /* Selecting across messages leaves out what is not said: labels, times, buttons. */
  .row .visually-hidden,
  .actions,
  .meta,
  .day {
    user-select: none;
  }
  .row:is([data-context], [data-new])::before {
    content: attr(data-context);
    display: block;
    margin-block-end: 8px;
    padding-block-end: 4px;
    border-block-end: 1px dashed var(--lc-control-line);
    font-size: var(--lc-tiny);
    line-height: 16px;
    color: var(--lc-ink-soft);
    user-select: none;
  }
  .row[data-new]::before {
    content: attr(data-new);
    border-block-end: 1px solid var(--lc-accent-text);
    color: var(--lc-accent-text);
  }
  @media print {
    .panel {
      block-size: auto !important;
      overflow: visible;
    }
    .scroller {
      overflow: visible;
    }
    .row {
      content-visibility: visible !important;
      break-inside: avoid;
    }
    .header-actions,
    .notice,
    .composer,
    .jump,
    .suggestions,
    .actions {
      display: none !important;
    }
  }
`);
