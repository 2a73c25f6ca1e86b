/** One message: the visitor's in a bubble at the end side, the agent's set like text on the surface. */
import { css } from 'lit';

export const messageStyles = css`
  letta-chat-message {
    display: block;
    animation: fade 160ms;
  }
  letta-chat-message[data-role='user'] {
    display: flex;
    flex-direction: column;
    align-items: flex-end;
    gap: 4px;
  }
  .bubble {
    max-inline-size: min(80%, 60ch);
    padding: 8px 14px;
    border-radius: 16px;
    border-end-end-radius: 6px;
    background: var(--lc-accent);
    color: var(--lc-accent-ink);
    transition: background-color var(--lc-ease), color var(--lc-ease);
  }
  /* Not there yet: the same bubble, not yet filled. */
  [data-state='queued'] .bubble,
  [data-state='failed'] .bubble {
    background: color-mix(in srgb, var(--lc-accent) 12%, var(--lc-surface));
    color: var(--lc-ink);
  }
  [data-state='failed'] .bubble {
    background: color-mix(in srgb, var(--lc-danger) 8%, var(--lc-surface));
  }
  .bubble,
  .text {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .text {
    max-inline-size: 68ch;
  }
  .text p {
    margin: 0;
  }
  .text p + p {
    margin-block-start: 0.75em;
  }
  .caret::after {
    content: '';
    display: inline-block;
    inline-size: 2px;
    block-size: 1.1em;
    margin-inline-start: 2px;
    vertical-align: text-bottom;
    border-radius: 1px;
    background: var(--lc-accent);
    animation: blink 1s step-end infinite;
  }
  @keyframes blink {
    60% {
      opacity: 0;
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
    border-radius: 12px;
    overflow: hidden;
  }
  .meta {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 10px;
    min-block-size: 20px;
    font-size: 12px;
    line-height: 18px;
    color: var(--lc-ink-soft);
  }
  .meta .icon {
    inline-size: 14px;
    block-size: 14px;
  }
  [data-role='user'] .meta {
    justify-content: flex-end;
    text-align: end;
  }
  .hint {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .error {
    color: var(--lc-danger);
    font-size: 13px;
  }
  .error-actions {
    display: inline-flex;
    gap: 12px;
    font-size: 13px;
  }
  .error-actions .text-button:not(:first-child) {
    color: var(--lc-ink-soft);
  }
  .reference {
    flex-basis: 100%;
    font-size: 11px;
  }
  .actions {
    display: flex;
    align-items: center;
    gap: 4px;
    min-block-size: 28px;
    font-size: 12px;
    color: var(--lc-ink-soft);
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
  @media (hover: hover) {
    .actions > * {
      opacity: 0;
      transition: opacity var(--lc-ease);
    }
    letta-chat-message:hover .actions > *,
    .actions:focus-within > *,
    .latest .actions > *,
    .actions > .hint {
      opacity: 1;
    }
  }
  .thoughts {
    color: var(--lc-ink-soft);
    font-size: 13px;
  }
  .thoughts summary {
    cursor: pointer;
    inline-size: fit-content;
    min-block-size: 24px;
    border-radius: 4px;
  }
  .thoughts p {
    margin: 4px 0 0;
    padding-inline-start: 12px;
    border-inline-start: 3px solid var(--lc-line);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    max-inline-size: 68ch;
  }
  @media (prefers-reduced-motion: reduce) {
    .caret::after {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .bubble {
      border: 1px solid CanvasText;
    }
  }
`;
