/**
 * What the inner elements tell the outer one. They bubble but are not composed: they never leave the shadow tree,
 * where only `letta-chat-*` events are public.
 */

/** What a visitor may ask of one message. */
export type MessageAction = 'retry' | 'edit' | 'discard';

export class MessageActionEvent extends Event {
  readonly action: MessageAction;
  readonly id: string;
  constructor(action: MessageAction, id: string) {
    super('message-action', { bubbles: true });
    this.action = action;
    this.id = id;
  }
}

/** The visitor wants to send what is in the composer. */
export class SubmitMessageEvent extends Event {
  readonly text: string;
  readonly images: readonly string[];
  constructor(text: string, images: readonly string[]) {
    super('submit-message', { bubbles: true });
    this.text = text;
    this.images = images;
  }
}

/** The text in the composer has changed. */
export class DraftEvent extends Event {
  readonly text: string;
  constructor(text: string) {
    super('draft', { bubbles: true });
    this.text = text;
  }
}

export class StopReplyEvent extends Event {
  constructor() {
    super('stop-reply', { bubbles: true });
  }
}

/** The reader has come near the first message that is here. */
export class WantOlderEvent extends Event {
  constructor() {
    super('want-older', { bubbles: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'message-action': MessageActionEvent;
    'submit-message': SubmitMessageEvent;
    draft: DraftEvent;
    'stop-reply': StopReplyEvent;
    'want-older': WantOlderEvent;
  }
}
