/** The menu's frame, over the chat in a narrow panel, beside it on a wide page or in a wide box: header, search, notes, toasts. */
import { css, sheet } from '../elements/css.ts';
import { asideStyles } from './asides.styles.ts';
import { rowStyles } from './rows.styles.ts';

const frame = css`
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
    text-align: -webkit-match-parent;
    text-align: match-parent;
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
  @keyframes pulse {
    to {
      opacity: 0.3;
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
`;

/** One sheet of text: in the script tag's build Lit's own `css` makes sheets at once, which cannot stand in one another. */
export const menuStyles = sheet(frame + rowStyles + asideStyles);
