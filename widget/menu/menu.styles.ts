/** The menu's styles: over the chat in a narrow panel, beside it on a wide page or in a wide box. */
import { css } from 'lit';

export const menuStyles = css`
  letta-chat-menu {
    position: absolute;
    inset: 0;
    z-index: 1;
    display: flex;
    flex-direction: column;
    background: var(--lc-surface);
    padding: env(safe-area-inset-top, 0px) env(safe-area-inset-right, 0px) env(safe-area-inset-bottom, 0px)
      env(safe-area-inset-left, 0px);
    animation: fade var(--lc-ease);
  }
  :host([mode='inline']) .panel,
  :host([mode='page']) .panel {
    position: relative;
  }
  /* What is covered can be neither seen nor reached. */
  letta-chat-menu ~ * {
    visibility: hidden;
  }
  :host([mode='inline']) .root,
  :host([mode='page']) .root {
    container: letta-chat-page / inline-size;
  }
  @container letta-chat-page (min-width: 860px) {
    .panel:has(> letta-chat-menu) {
      padding-inline-start: 300px;
    }
    letta-chat-menu {
      inset-inline-end: auto;
      inline-size: 300px;
      border-inline-end: 1px solid var(--lc-line);
    }
    letta-chat-menu ~ * {
      visibility: visible;
    }
    /* The list has one. */
    letta-chat-menu ~ .header [part='new'] {
      display: none;
    }
  }
  @container letta-chat-page (min-width: 1600px) {
    .panel:has(> letta-chat-menu) {
      padding-inline-start: 360px;
    }
    letta-chat-menu {
      inline-size: 360px;
    }
  }
  .menu-header {
    flex: none;
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 57px;
    padding-inline: 8px;
    border-block-end: 1px solid var(--lc-line);
  }
  .menu-header .heading {
    flex: 1;
    min-inline-size: 0;
  }
  .back:dir(rtl) svg {
    transform: scaleX(-1);
  }
  .search {
    flex: none;
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 12px 16px 4px;
    padding-inline: 12px;
    border: 1px solid var(--lc-control-line);
    border-radius: var(--lc-control-radius);
    color: var(--lc-ink-soft);
  }
  .search:focus-within {
    border-color: var(--lc-accent-text);
    box-shadow: 0 0 0 3px color-mix(in srgb, var(--lc-accent) 18%, transparent);
  }
  .search .icon {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
  }
  .search input,
  .title-field {
    inline-size: 100%;
    min-inline-size: 0;
    block-size: 38px;
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    color: var(--lc-ink);
    font: inherit;
    font-size: calc(var(--lc-font-size) - 1px);
    outline: none;
    appearance: none;
  }
  .search input::placeholder {
    color: var(--lc-ink-soft);
    opacity: 1;
  }
  .menu-scroll {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    padding: 8px;
  }
  .conversations {
    list-style: none;
    margin: 0;
    padding: 0;
    display: grid;
    gap: 2px;
  }
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
  @keyframes pulse {
    to {
      opacity: 0.3;
    }
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
    .conversation:is(:hover, :focus-within) .conversation-time {
      display: none;
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
  @media (pointer: coarse) {
    .search input,
    .title-field {
      font-size: 16px;
    }
    .search input {
      block-size: 44px;
    }
  }
  .list-note {
    margin: 0;
    padding: 16px 12px;
    font-size: var(--lc-small);
    color: var(--lc-ink-soft);
  }
  .end:empty {
    block-size: 1px;
  }
  .menu-toasts {
    flex: none;
    display: grid;
    gap: 8px;
    padding-inline: 8px;
  }
  .toast,
  .trouble {
    margin: 0 0 8px;
    padding: 8px 14px;
    border-radius: var(--lc-control-radius);
    font-size: var(--lc-small);
    animation: fade var(--lc-ease);
  }
  .toast {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 44px;
    background: var(--lc-ink);
    color: var(--lc-surface);
  }
  .toast-text {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .toast .text-button {
    color: inherit;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .toast :focus-visible {
    outline-color: currentColor;
  }
  .trouble {
    background: var(--lc-surface-sunken);
    color: var(--lc-danger);
  }
  .conversation-agent {
    margin-inline-end: 4px;
    padding: 1px 6px;
    border-radius: 6px;
    background: var(--lc-surface-sunken);
    color: var(--lc-ink);
    font-size: var(--lc-tiny);
  }
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
    text-align: match-parent;
  }
  .row[data-context]::before {
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
    position: relative;
    overflow: hidden;
    display: grid;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    border-radius: 50%;
    background: var(--lc-accent);
    color: var(--lc-accent-ink);
    font-size: calc(var(--lc-font-size) - 1px);
    font-weight: 600;
  }
  .agent-picture img {
    position: absolute;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    background: var(--lc-surface);
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
  .answers {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .answers > * {
    flex: 1 1 auto;
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
  @media (prefers-reduced-motion: reduce) {
    .running::before {
      animation: none;
    }
  }
`;
