/** What stands around the list: a conversation's information, the choice of agents, the privacy menu. */
import { css } from '../elements/css.ts';

export const asideStyles = css`
  .details {
    padding: 12px 16px;
  }
  .facts {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 10px 16px;
    margin: 0 0 20px;
    font-size: calc(var(--lc-font-size) - 1px);
    line-height: 20px;
  }
  .facts dt {
    color: var(--lc-ink-soft);
  }
  .facts dd {
    margin: 0;
    overflow-wrap: anywhere;
    text-align: -webkit-match-parent; /* Chromium's name for it */
    text-align: match-parent;
  }
  .find-words {
    inline-size: 100%;
    margin-block-end: 8px;
  }
  .answers {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .answers > * {
    flex: 1 1 auto;
  }
  .agents {
    flex: none;
    display: grid;
    gap: 2px;
    max-block-size: 60%;
    overflow-y: auto;
    padding: 8px;
    border-block-end: 1px solid var(--lc-line);
    animation: fade var(--lc-ease);
  }
  .agents-title {
    margin: 0;
    padding: 4px 12px;
    font-size: var(--lc-tiny);
    color: var(--lc-ink-soft);
  }
  .agent {
    display: grid;
    grid-template-columns: 32px minmax(0, 1fr);
    column-gap: 12px;
    align-items: center;
    min-block-size: 52px;
    padding: 6px 12px;
    border-radius: var(--lc-control-radius);
    text-align: start;
  }
  .agent:hover {
    background: var(--lc-surface-sunken);
  }
  .agent:focus-visible {
    outline-offset: -2px;
  }
  .agent-picture {
    grid-row: 1 / span 2;
  }
  .agent-title,
  .agent-about {
    text-align: match-parent;
  }
  .agent-title {
    font-size: calc(var(--lc-font-size) - 1px);
    line-height: 20px;
    overflow-wrap: anywhere;
  }
  .agent-title:last-child {
    grid-row: 1 / span 2;
  }
  .agent-about {
    grid-column: 2;
    font-size: var(--lc-small);
    line-height: 18px;
    color: var(--lc-ink-soft);
    overflow-wrap: anywhere;
  }
  .privacy {
    flex: none;
    padding: 4px 8px;
    border-block-start: 1px solid var(--lc-line);
  }
  .privacy-toggle {
    display: flex;
    align-items: center;
    gap: 10px;
    inline-size: 100%;
    min-block-size: 40px;
    padding-inline: 12px;
    border-radius: var(--lc-control-radius);
    font-size: var(--lc-small);
    color: var(--lc-ink-soft);
  }
  .privacy-toggle:hover {
    background: var(--lc-surface-sunken);
    color: var(--lc-ink);
  }
  .privacy-body {
    display: grid;
    gap: 8px;
    padding: 4px 12px 12px;
    font-size: var(--lc-small);
    line-height: 1.45;
    color: var(--lc-ink-soft);
    animation: fade var(--lc-ease);
  }
  .privacy-body p {
    margin: 0 0 4px;
    text-wrap: pretty;
  }
  .danger-button,
  .plain-button {
    min-block-size: 40px;
    padding: 6px 14px;
    border: 1px solid var(--lc-line);
    border-radius: var(--lc-control-radius);
    font-weight: 600;
    font-size: var(--lc-small);
    color: var(--lc-ink);
  }
  .danger-button {
    color: var(--lc-danger);
  }
  .danger-button:hover,
  .plain-button:hover {
    background: var(--lc-surface-sunken);
  }
  .danger-button.filled {
    border-color: var(--lc-danger);
    background: var(--lc-danger);
    color: var(--lc-surface);
  }
  .danger-button:disabled,
  .plain-button:disabled {
    opacity: 0.5;
  }
`;
