/** `letta-chat-send` and `letta-chat-message`: what goes out, and what has come back whole. */
import type { ChatMessage } from '../core/view.ts';

export interface SendDetail {
  readonly text: string;
  /** `data:` URLs. */
  readonly images: readonly string[];
}

export interface MessageDetail {
  /** A finished message of the agent: `complete`, `stopped` or `failed`. */
  readonly message: ChatMessage;
}

/** Before a message is sent; `preventDefault()` keeps it from being sent. */
export class LettaChatSendEvent extends CustomEvent<SendDetail> {
  constructor(detail: SendDetail) {
    super('letta-chat-send', { bubbles: true, composed: true, cancelable: true, detail });
  }
}

export class LettaChatMessageEvent extends CustomEvent<MessageDetail> {
  constructor(detail: MessageDetail) {
    super('letta-chat-message', { bubbles: true, composed: true, detail });
  }
}

declare global {
  interface HTMLElementEventMap {
    'letta-chat-send': LettaChatSendEvent;
    'letta-chat-message': LettaChatMessageEvent;
  }
}
