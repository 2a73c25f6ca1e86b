/** `letta-chat-open` and `letta-chat-close`: the panel has been shown or hidden. */

/** What opened or closed it: a press on the launcher, the close button, the Escape key, or the page's script. */
export type Trigger = 'launcher' | 'button' | 'escape' | 'script';

export interface VisibilityDetail {
  readonly trigger: Trigger;
}

export class LettaChatOpenEvent extends CustomEvent<VisibilityDetail> {
  constructor(detail: VisibilityDetail) {
    super('letta-chat-open', { bubbles: true, composed: true, detail });
  }
}

export class LettaChatCloseEvent extends CustomEvent<VisibilityDetail> {
  constructor(detail: VisibilityDetail) {
    super('letta-chat-close', { bubbles: true, composed: true, detail });
  }
}

declare global {
  interface HTMLElementEventMap {
    'letta-chat-open': LettaChatOpenEvent;
    'letta-chat-close': LettaChatCloseEvent;
  }
}
