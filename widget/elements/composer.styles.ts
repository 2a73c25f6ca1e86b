/** The composer: one rounded field that grows, with the send disc (or the stop square) inside at its end. */
import { css } from './css.ts';

export const composerStyles = css`
  .composer {
    flex: none;
    padding-block: 8px var(--lc-spacing);
    padding-inline: calc(var(--lc-gutter) - 4px);
  }
  .field {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: end;
    border: 1px solid var(--lc-control-line);
    border-radius: calc(var(--lc-control-radius) * 2);
    background: var(--lc-surface);
    cursor: text;
    transition: border-color var(--lc-ease), box-shadow var(--lc-ease);
  }
  .field:focus-within {
    border-color: var(--lc-accent-text);
    box-shadow: 0 0 0 3px color-mix(in srgb, var(--lc-accent) 18%, transparent);
  }
  .input {
    max-block-size: calc(6lh + 22px);
    margin: 0;
    padding-block: 11px;
    padding-inline: 16px 4px;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    line-height: 24px;
    resize: none;
    outline: none;
    overflow-y: auto;
    scrollbar-width: thin;
    field-sizing: content;
  }
  .input::placeholder {
    color: var(--lc-ink-soft);
    opacity: 1;
  }
  @media (pointer: coarse) {
    .input {
      font-size: 16px;
    }
  }
  .buttons {
    display: flex;
    gap: 2px;
    padding: 3px;
  }
  .send {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    border-radius: 50%;
  }
  .send::before {
    content: '';
    position: absolute;
    inset: 2px;
    border-radius: calc(var(--lc-control-radius) * 5 / 3);
    background: var(--lc-accent);
    transition: background-color var(--lc-ease), transform var(--lc-ease);
  }
  .send .icon {
    position: relative;
    color: var(--lc-accent-ink);
    stroke-width: 2;
  }
  .send[part='stop'] .icon {
    fill: currentColor;
    stroke-width: 5.75;
  }
  .send:hover:not(:disabled)::before {
    transform: scale(1.05);
  }
  .send:disabled::before {
    background: color-mix(in srgb, var(--lc-ink-soft) 24%, transparent);
  }
  .send:disabled .icon {
    color: var(--lc-surface);
  }
  .send[part='stop']:disabled::before {
    opacity: 0.5;
  }
`;
