/** The nudge's look: a small card above the launcher, on its side of the page. */

// Its own, because what elements/ has is in the chat's file, which is not to be fetched for this.
const css = String.raw;

export const nudgeStyles = css`
  .nudge {
    position: absolute;
    inset-block-end: calc(100% + 12px);
    inset-inline-end: 0;
    box-sizing: border-box;
    display: flex;
    align-items: start;
    inline-size: max-content;
    max-inline-size: min(300px, 100vw - 2 * var(--lc-inline));
    border: 1px solid var(--letta-chat-line, light-dark(#e6e8ee, #2c3038));
    border-radius: 16px;
    border-end-end-radius: 6px;
    background: var(--letta-chat-surface, light-dark(#fff, #1e2128));
    color: var(--letta-chat-ink, light-dark(#16181d, #eceef2));
    font: 400 15px / 1.45 var(--letta-chat-font, system-ui), sans-serif;
    text-align: start;
    box-shadow: 0 1px 2px rgb(16 24 40 / 0.06), 0 8px 28px rgb(16 24 40 / 0.16);
    animation: letta-chat-nudge var(--letta-chat-duration, 240ms) cubic-bezier(0.2, 0.8, 0.2, 1);
  }
  /* It has no words yet. */
  .nudge:not([data-said]) {
    opacity: 0;
    animation: none;
  }
  :host([position='start']) .nudge {
    inset-inline: 0 auto;
    border-end-end-radius: 16px;
    border-end-start-radius: 6px;
  }
  .nudge button {
    all: unset;
    box-sizing: border-box;
    cursor: pointer;
    border-radius: 12px;
    -webkit-tap-highlight-color: transparent;
  }
  /* Here, not at the words: those may run the other way. */
  .nudge-live {
    padding-inline-start: 16px;
  }
  .nudge .nudge-text {
    display: block;
    min-block-size: 44px;
    padding-block: 11px;
    overflow-wrap: anywhere;
    text-wrap: pretty;
  }
  .nudge .nudge-close {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    margin: 2px;
    color: var(--letta-chat-ink-soft, light-dark(#5b6270, #a3aab8));
  }
  .nudge .nudge-close:hover {
    color: inherit;
  }
  .nudge svg {
    inline-size: 16px;
    block-size: 16px;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
  }
  .nudge button:focus-visible {
    outline: 2px solid;
    outline-offset: -3px;
  }
  @keyframes letta-chat-nudge {
    from {
      opacity: 0;
      transform: translateY(8px);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .nudge {
      animation-name: letta-chat-nudge-fade;
    }
  }
  @keyframes letta-chat-nudge-fade {
    from {
      opacity: 0;
    }
  }
`;
