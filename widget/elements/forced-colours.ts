/**
 * For readers who ask for more contrast or bring their own colours, and for engines that cannot compute a colour from another: a
 * chunk of its own, because few do. When it is fetched is `page-look.ts`'s decision.
 */
import { css, sheet } from './css.ts';

export const styles = sheet(css`
  @media (prefers-contrast: more) {
    .root {
      --lc-ink: var(--letta-chat-ink, light-dark(#000000, #ffffff));
      --lc-ink-soft: light-dark(#3a404b, #cdd2db);
      --lc-line: light-dark(#878e9b, #6b7280);
      --lc-control-line: light-dark(#3a404b, #cdd2db);
      --lc-danger: light-dark(#8f1a10, #ffb8b0);
      /* 7:1 on both surfaces. */
      --lc-darker: clamp(0, 0.08 / y, 1);
      --lc-lighter: max(0, (0.42 - y) / (1 - y));
    }
    :focus-visible {
      outline-width: 3px;
    }
    .input::placeholder {
      color: var(--lc-ink-soft);
    }
    .send:disabled::before {
      background: var(--lc-line);
    }
    .floating .panel {
      border-color: var(--lc-control-line);
    }
    .markdown .code,
    .markdown :not(pre) > code {
      outline: 1px solid var(--lc-line);
      outline-offset: -1px;
    }
    .markdown a,
    .text-button {
      text-decoration: underline;
    }
  }
  /* Backgrounds are gone: what was told apart by one gets a line, what is on or pressed a system colour. */
  @media (forced-colors: active) {
    .root {
      --lc-accent-text: LinkText;
      --lc-danger: CanvasText;
    }
    .panel,
    .bubble,
    .avatar,
    .agent-picture,
    .toast,
    .trouble,
    .suggestion,
    .jump {
      border: 1px solid CanvasText;
    }
    .icon-button:hover,
    .action:hover,
    .suggestion:hover,
    .conversation:hover,
    .agent:hover {
      outline: 1px solid Highlight;
    }
    :focus-visible {
      outline-color: Highlight;
    }
    .field:focus-within {
      border-color: Highlight;
      outline: 2px solid Highlight;
    }
    [data-state='queued'] .bubble {
      border-style: dashed;
    }
    .error,
    .notice[data-severe],
    .limit[data-over] {
      font-weight: 600;
    }
    .send::before,
    .dots i,
    .caret::after,
    .unread,
    .running::before {
      forced-color-adjust: none;
      background: CanvasText;
    }
    .send .icon {
      forced-color-adjust: none;
      color: Canvas;
    }
    .send:disabled::before {
      background: GrayText;
    }
    .badge,
    .danger-button.filled {
      forced-color-adjust: none;
      background: CanvasText;
      color: Canvas;
    }
    .conversation[data-open] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    .markdown .task > p > input:checked {
      forced-color-adjust: none;
      background: CanvasText;
    }
    .markdown .task > p > input:checked::before {
      background: Canvas;
    }
  }
  @supports not (color: color(from red xyz x y z)) {
    .root {
      --lc-accent-ink: var(--letta-chat-accent-ink, light-dark(#ffffff, #0c1230));
      --lc-accent-text: var(--letta-chat-accent-text, var(--lc-ink));
    }
  }
`);
