/** The composer: one rounded field that grows, with the send disc (or the stop square) inside at its end. */
import { css } from 'lit';

export const composerStyles = css`
  letta-chat-composer {
    flex: none;
    display: block;
    padding-block: 8px 16px;
    padding-inline: max(12px, var(--lc-gutter) - 4px);
  }
  .field {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: end;
    border: 1px solid var(--lc-control-line);
    border-radius: 24px;
    background: var(--lc-surface);
    cursor: text;
    transition: border-color var(--lc-ease), box-shadow var(--lc-ease);
  }
  .field:focus-within {
    border-color: var(--lc-accent);
    box-shadow: 0 0 0 3px color-mix(in srgb, var(--lc-accent) 18%, transparent);
  }
  .field.dropping {
    border-style: dashed;
    border-color: var(--lc-accent);
  }
  .input {
    display: block;
    inline-size: 100%;
    max-block-size: calc(6lh + 22px);
    margin: 0;
    padding: 11px 4px 11px 16px;
    padding-inline: 16px 4px;
    border: 0;
    background: none;
    color: var(--lc-ink);
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
    border-radius: 50%;
    background: var(--lc-accent);
    transition: background-color var(--lc-ease), transform var(--lc-ease);
  }
  .send .icon {
    position: relative;
    color: var(--lc-accent-ink);
    stroke-width: 2;
  }
  .send:hover:not(:disabled)::before {
    transform: scale(1.05);
  }
  .send:disabled::before {
    background: light-dark(color-mix(in srgb, var(--lc-ink-soft) 22%, transparent), color-mix(in srgb, var(--lc-ink-soft) 26%, transparent));
  }
  .send:disabled .icon {
    color: var(--lc-surface);
  }
  .send.stopping::before {
    opacity: 0.5;
  }
  .previews {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 12px 12px 0;
  }
  .preview {
    position: relative;
    inline-size: 56px;
    block-size: 56px;
  }
  .preview canvas {
    inline-size: 56px;
    block-size: 56px;
    object-fit: cover;
    border-radius: 10px;
    border: 1px solid var(--lc-line);
  }
  .remove {
    position: absolute;
    inset-block-start: -14px;
    inset-inline-end: -14px;
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
  }
  .remove .icon {
    inline-size: 20px;
    block-size: 20px;
    padding: 4px;
    border-radius: 50%;
    background: var(--lc-ink);
    color: var(--lc-surface);
    stroke-width: 3;
  }
  letta-chat-picture canvas {
    display: block;
    max-inline-size: 100%;
  }
  .limit {
    margin: 6px 16px 0;
    font-size: 12px;
    line-height: 16px;
    color: var(--lc-ink-soft);
  }
  .limit[data-over] {
    color: var(--lc-danger);
  }
  @media (forced-colors: active) {
    .send::before {
      background: ButtonText;
    }
    .send .icon {
      color: ButtonFace;
    }
  }
  @media print {
    letta-chat-composer {
      display: none;
    }
  }
`;
