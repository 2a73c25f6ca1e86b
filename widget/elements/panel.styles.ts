/** The panel's box in its three modes, its header, notices and footer. What stands inside has its styles beside it. */
import { css } from './css.ts';

export const panelStyles = css`
  .root {
    /* Nothing of the page is inherited but what is named here; the language decides which glyphs Chinese and Japanese get. */
    all: initial;
    display: block;
    visibility: inherit;
    color-scheme: inherit;
    -webkit-locale: inherit;
    font-family: var(--lc-font);
    font-size: var(--lc-font-size);
    line-height: 1.55;
    color: var(--lc-ink);
    -webkit-text-size-adjust: 100%;
  }
  .root,
  .panel {
    block-size: 100%;
  }
  .root[data-plain] {
    --lc-page-font: system-ui, sans-serif;
  }
  .root[data-scheme='light'] {
    color-scheme: light;
  }
  .root[data-scheme='dark'] {
    color-scheme: dark;
  }
  .panel {
    display: flex;
    flex-direction: column;
    min-block-size: min(320px, 100dvh);
    background: var(--lc-surface);
    overflow: clip;
    container: letta-chat / inline-size;
    outline: none;
  }
  :host([mode='inline']) .panel {
    border: 1px solid var(--lc-line);
    border-radius: var(--lc-radius);
  }
  [slot] .icon {
    inline-size: 100%;
    block-size: 100%;
  }
  .floating .panel {
    position: fixed;
    inset-block-end: calc(var(--lc-block) + var(--lc-launcher) + 12px);
    inset-inline-end: var(--lc-inline);
    inline-size: min(var(--letta-chat-width, 400px), 100% - 2 * var(--lc-inline));
    block-size: min(var(--letta-chat-height, 680px), 100dvh - var(--lc-block) - var(--lc-launcher) - 32px);
    min-block-size: 0;
    border: 1px solid light-dark(transparent, var(--lc-line));
    background-clip: padding-box;
    border-radius: var(--lc-radius);
    box-shadow: var(--lc-shadow);
    transition: opacity var(--lc-ease), transform var(--lc-ease), visibility var(--lc-ease);
  }
  .floating.start .panel {
    inset-inline: var(--lc-inline) auto;
  }
  .floating .panel[inert] {
    opacity: 0;
    visibility: hidden;
    transform: translateY(8px);
  }
  @starting-style {
    .floating .panel {
      opacity: 0;
      transform: translateY(8px);
    }
  }
  /* Phones, upright or not, and pages that are zoomed until they are like them. */
  @media (max-width: 479.98px), (max-width: 959.98px) and (max-height: 479.98px) {
    .floating .panel,
    .floating.start .panel {
      /* The visual viewport is what the on-screen keyboard leaves; viewport.ts keeps these two up to date. */
      inset: var(--lc-viewport-top, 0px) 0 auto;
      inline-size: auto;
      block-size: calc(var(--lc-viewport-height, 100dvh) - env(keyboard-inset-height, 0px));
      border: 0;
      border-radius: 0;
      /* Above a keyboard or the browser's own bar nothing needs room at the bottom. */
      padding: env(safe-area-inset-top, 0px) env(safe-area-inset-right, 0px)
        max(0px, env(safe-area-inset-bottom, 0px) + var(--lc-viewport-height, 100dvh) - 100lvh)
        env(safe-area-inset-left, 0px);
      /* A finger on what does not scroll must not scroll the page behind (iOS). */
      touch-action: pinch-zoom;
    }
    .floating.open slot[name='launcher'] {
      visibility: hidden;
    }
  }

  .header {
    flex: none;
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 56px;
    padding-block: 8px;
    padding-inline: var(--lc-spacing) 8px;
    border-block-end: 1px solid var(--lc-line);
  }
  .avatar {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    border-radius: 50%;
    background: var(--lc-accent);
    color: var(--lc-accent-ink);
    font-size: 14px;
    font-weight: 600;
    line-height: 1;
    user-select: none;
  }
  .who {
    flex: 1;
    min-inline-size: 0;
  }
  .heading {
    font-size: var(--lc-font-size);
    line-height: 20px;
    font-weight: 600;
  }
  .heading,
  .state {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .state {
    font-size: var(--lc-small);
    line-height: 18px;
    color: var(--lc-ink-soft);
  }
  .header-actions {
    display: flex;
  }
  :host([mode='page']) .header {
    padding-inline: var(--lc-gutter) calc(var(--lc-gutter) - 8px);
  }

  .notice {
    flex: none;
    padding-block: 8px;
    padding-inline: var(--lc-gutter);
    border-block-start: 1px solid var(--lc-line);
    background: var(--lc-surface-sunken);
    color: var(--lc-ink-soft);
    font-size: var(--lc-small);
    line-height: 1.45;
    text-wrap: pretty;
    animation: fade var(--lc-ease);
  }
  .notice[data-severe] {
    color: var(--lc-danger);
  }
  ::slotted([slot='footer']) {
    display: block;
    padding: 0 var(--lc-spacing) 10px;
    font-size: var(--lc-tiny);
    text-align: center;
    color: var(--lc-ink-soft);
  }
`;
