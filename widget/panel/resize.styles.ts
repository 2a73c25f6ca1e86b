/** The panel's size as the visitor has chosen it, and the edges to drag: nothing to see until a pointer or the focus is there. */
import { css, sheet } from '../elements/css.ts';

export const resizeStyles = sheet(css`
  .panel > .edge {
    display: none;
    position: absolute;
    /* Above the list of conversations, which hides what it covers. */
    z-index: 2;
    visibility: inherit;
    touch-action: none;
    user-select: none;
    outline: none;
  }
  .edge.top {
    inset: 0 0 auto;
    block-size: 6px;
    cursor: ns-resize;
  }
  .edge.side {
    inset-block: 0;
    inset-inline: 0 auto;
    inline-size: 4px; /* more would cover what may be pressed in the transcript */
    cursor: ew-resize;
  }
  .edge.corner {
    inset-block-start: 0;
    inset-inline-start: 0;
    inline-size: 20px;
    block-size: 20px;
    cursor: nwse-resize;
  }
  .start .edge.side {
    inset-inline: auto 0;
  }
  .start .edge.corner {
    inset-inline: auto 0;
  }
  .edge.corner:dir(rtl),
  .start .edge.corner:dir(ltr) {
    cursor: nesw-resize;
  }
  .start .edge.corner:dir(rtl) {
    cursor: nwse-resize;
  }
  /* A short bar in the middle of the edge says that it can be held. */
  .edge::after {
    content: '';
    position: absolute;
    border-radius: 2px;
    background: var(--lc-control-line);
    opacity: 0;
    transition: opacity var(--lc-ease), background-color var(--lc-ease);
  }
  .edge.top::after {
    inset: 2px calc(50% - 20px) auto;
    block-size: 4px;
  }
  .edge.side::after {
    inset-block: calc(50% - 20px);
    inset-inline: 2px auto;
    inline-size: 4px;
  }
  .start .edge.side::after {
    inset-inline: auto 2px;
  }
  .edge:hover::after,
  .edge:active::after {
    opacity: 1;
  }
  .edge:focus-visible::after {
    opacity: 1;
    background: var(--lc-accent-text);
    outline: 2px solid var(--lc-accent-text);
    outline-offset: 1px;
  }
  /* Not where it fills the screen: the same as in panel.styles.ts. */
  @media not ((max-width: 479.98px) or ((max-width: 959.98px) and (max-height: 479.98px))) {
    .floating .panel {
      inline-size: min(var(--lc-width, var(--letta-chat-width, 400px)), 100% - 2 * var(--lc-inline));
      block-size: min(
        var(--lc-height, var(--letta-chat-height, 680px)),
        100dvh - var(--lc-block) - var(--lc-launcher) - 32px
      );
    }
    .floating .panel > .edge {
      display: block;
    }
  }
  @media (forced-colors: active) {
    .edge::after {
      background: CanvasText;
    }
  }
  @media print {
    .floating .panel > .edge {
      display: none;
    }
  }
`);
