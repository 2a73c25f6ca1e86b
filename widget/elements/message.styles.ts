/** One message: the visitor's in a bubble at the end side, the agent's set like text on the surface. */
import { css } from './css.ts';

export const messageStyles = css`
  letta-chat-message {
    display: block;
    animation: fade var(--lc-ease);
  }
  [data-role='user'] {
    display: flex;
    flex-direction: column;
    align-items: flex-end;
    gap: 4px;
  }
  .bubble {
    max-inline-size: min(80%, 60ch);
    padding: calc(var(--lc-spacing) / 2) calc(var(--lc-spacing) - 2px);
    border-radius: var(--lc-bubble-radius);
    border-end-end-radius: min(6px, var(--lc-bubble-radius));
    background: var(--lc-accent);
    color: var(--lc-accent-ink);
    transition: background-color var(--lc-ease), color var(--lc-ease);
  }
  /* Not there yet: the same bubble, not yet filled. */
  [data-state='queued'] .bubble {
    background: color-mix(in srgb, var(--lc-accent) 12%, var(--lc-surface));
    color: inherit;
  }
  .bubble,
  .text,
  .greeting {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .text,
  .greeting p {
    max-inline-size: 68ch;
  }
  .caret::after {
    content: '';
    display: inline-block;
    inline-size: 2px;
    block-size: 1.1em;
    margin-inline-start: 2px;
    vertical-align: text-bottom;
    border-radius: 1px;
    background: var(--lc-accent-text);
    animation: blink 1s step-end infinite;
  }
  @keyframes blink {
    60% {
      opacity: 0;
    }
  }
  .meta,
  .actions {
    display: flex;
    align-items: center;
    color: var(--lc-ink-soft);
    font-size: var(--lc-tiny);
  }
  .meta {
    flex-wrap: wrap;
    gap: 2px 10px;
    min-block-size: 20px;
    line-height: 18px;
  }
  .meta .icon {
    inline-size: 14px;
    block-size: 14px;
  }
  [data-role='user'] .meta {
    justify-content: flex-end;
    text-align: end;
    text-wrap: balance;
  }
  .hint .icon {
    display: inline;
    margin-inline-end: 4px;
    vertical-align: -2px;
  }
  .actions {
    gap: 4px;
    min-block-size: 28px;
  }
`;
