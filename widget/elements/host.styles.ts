/**
 * The box of `<letta-chat>` itself, the same before and after its definition, so that nothing jumps at the upgrade:
 * floating and closed it is the launcher and nothing more.
 */
import { css } from './css.ts';

export const hostStyles = css`
  :host {
    /* From the page's edges to the launcher: both ways, or one by one, as above a page's own bar. */
    --lc-offset: var(--letta-chat-offset, 20px);
    --lc-block: calc(var(--letta-chat-offset-block, var(--lc-offset)) + env(safe-area-inset-bottom, 0px));
    --lc-inline: var(--letta-chat-offset-inline, var(--lc-offset));
    --lc-launcher: var(--letta-chat-launcher-size, 56px);
    display: block;
    position: relative;
    block-size: var(--letta-chat-height, 560px);
  }
  /* A page that moves, blurs or unsets everything does not mean this; for those that do, there are custom properties. */
  :host(:not([mode='inline'], [mode='page'])) {
    position: fixed !important;
    z-index: var(--letta-chat-z-index, 2147483000) !important;
    inset-block: auto var(--lc-block) !important;
    inset-inline: auto var(--lc-inline) !important;
    inline-size: auto !important;
    block-size: auto !important;
    margin: 0 !important;
    overflow: visible !important;
    transform: none !important;
    filter: none !important;
    animation: none !important;
  }
  :host([position='start']:not([mode='inline'], [mode='page'])) {
    inset-inline: var(--lc-inline) auto !important;
  }
  /* What pages do to elements until they are defined: this one is defined when it is opened, and opened by what it shows. */
  :host(:not(:defined)) {
    visibility: visible !important;
  }
  :host([mode='page']) {
    block-size: var(--letta-chat-height, 100dvh);
  }
  /* Embedded, the launcher shows only while the widget could not be loaded. */
  :host([mode='inline']) letta-chat-launcher,
  :host([mode='page']) letta-chat-launcher {
    position: absolute;
    inset-block-end: 20px;
    inset-inline-end: 20px;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([hidden]) {
    display: none;
  }
  @media print {
    :host(:not([mode='inline'], [mode='page'])) {
      display: none;
    }
  }
`;
