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
    position: fixed;
    z-index: var(--letta-chat-z-index, 2147483000);
    inset-block-end: var(--lc-block);
    inset-inline-end: var(--lc-inline);
  }
  :host([position='start']) {
    inset-inline: var(--lc-inline) auto;
  }
  :host([mode='inline']),
  :host([mode='page']) {
    position: relative;
    z-index: auto;
    inset: auto;
    block-size: var(--letta-chat-height, 560px);
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
