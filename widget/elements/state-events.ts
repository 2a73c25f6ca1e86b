/** `letta-chat-status`, `letta-chat-conversation` and `letta-chat-error`: what the conversation is doing, and which one it is. */
import type { Problem, Status } from '../core/view.ts';

export interface StatusDetail {
  readonly status: Status;
  readonly previous: Status;
}

export interface ConversationDetail {
  /** `null` before the first message of a new one. */
  readonly conversation: string | null;
  readonly previous: string | null;
  /** The label of the agent's variant that answers in it, where the operator shows it and the list has told. */
  readonly variant?: string | undefined;
}

export interface ErrorDetail {
  readonly problem: Problem;
  /** The message that it concerns; `null` when it concerns the whole chat. */
  readonly messageId: string | null;
}

export class LettaChatStatusEvent extends CustomEvent<StatusDetail> {
  constructor(detail: StatusDetail) {
    super('letta-chat-status', { bubbles: true, composed: true, detail });
  }
}

export class LettaChatConversationEvent extends CustomEvent<ConversationDetail> {
  constructor(detail: ConversationDetail) {
    super('letta-chat-conversation', { bubbles: true, composed: true, detail });
  }
}

export class LettaChatErrorEvent extends CustomEvent<ErrorDetail> {
  constructor(detail: ErrorDetail) {
    super('letta-chat-error', { bubbles: true, composed: true, detail });
  }
}

declare global {
  interface HTMLElementEventMap {
    'letta-chat-status': LettaChatStatusEvent;
    'letta-chat-conversation': LettaChatConversationEvent;
    'letta-chat-error': LettaChatErrorEvent;
  }
}
