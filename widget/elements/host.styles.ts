/**
 * The box of `<letta-chat>` itself, the same before and after its definition, so that nothing jumps at the upgrade:
 * floating and closed it is the launcher's disc and nothing more.
 */
import { css } from './css.ts';

export const hostStyles = css`
  :host {
    display: block;
    position: fixed;
    z-index: var(--letta-chat-z-index, 2147483000);
    inset-block-end: calc(var(--letta-chat-offset, 20px) + env(safe-area-inset-bottom, 0px));
    inset-inline-end: var(--letta-chat-offset, 20px);
    inline-size: 56px;
    block-size: 56px;
  }
  :host([position='start']) {
    inset-inline: var(--letta-chat-offset, 20px) auto;
  }
  :host([mode='inline']),
  :host([mode='page']) {
    position: relative;
    z-index: auto;
    inset: auto;
    inline-size: auto;
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
