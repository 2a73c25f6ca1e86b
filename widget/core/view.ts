/**
 * What the engine shows to whoever renders it: the elements, or a page's own interface on `letta-chat/client`.
 * Types only. A snapshot is replaced, never changed, so comparing references tells what is new.
 */
import type { Agent, ErrorCode, Rating } from '../../proxy/protocol.ts';

/**
 * What the conversation is doing, in the words of the element's `status` property.
 * `waiting`: messages wait for the line to come back or for another tab's or device's reply to end.
 */
export type Status = 'idle' | 'sending' | 'streaming' | 'reconnecting' | 'stopping' | 'waiting' | 'failed';

/**
 * Where a message is on its way. The visitor's own: `queued` (waits in the outbox), `sending` (no answer yet),
 * `sent`, `failed` (refused; `error` says why). The agent's: `streaming`, `complete`, `stopped` (by the visitor,
 * partial), `failed` (broke off, partial).
 */
export type MessageState = 'queued' | 'sending' | 'sent' | 'streaming' | 'complete' | 'stopped' | 'failed';

/** Why something did not work. `code` is the proxy's, or one that only the widget can know. */
export interface Problem {
  /** `offline`: no network; `unreachable`: the `proxy` address does not answer, or something else answers there. */
  readonly code: ErrorCode | 'offline' | 'unreachable';
  /** Milliseconds since the epoch at which it goes on, when the proxy said so. */
  readonly retryAt?: number;
  /** What the operator searches for in the proxy's log. */
  readonly requestId?: string;
}

export interface ChatMessage {
  /** Stable from the first delta to the history: the `otid` of one's own messages, Letta's id with the type for others. */
  readonly id: string;
  readonly role: 'user' | 'assistant' | 'reasoning';
  readonly text: string;
  /** `data:` URLs. */
  readonly images: readonly string[];
  /** Milliseconds since the epoch: the server's clock once the server has the message, this device's until then. */
  readonly date: number;
  readonly state: MessageState;
  /** With `failed` what went wrong, with `queued` why it waits. */
  readonly problem?: Problem;
  /** What the visitor has called this reply, on this device. */
  readonly feedback?: Rating | null;
}

/** `removed`: the proxy offers it no longer; its conversations can be read and not continued. */
export interface ShownAgent extends Agent {
  readonly removed?: boolean;
}

export interface ConversationSummary {
  readonly id: string;
  readonly agent: string;
  readonly title: string | null;
  /** When something was last said in it, milliseconds since the epoch. */
  readonly date: number;
  /** The beginning of what was said last, as far as this device knows it. */
  readonly last?: string;
  /** Whether a reply is being written, or a message waits, as far as this device knows. */
  readonly running?: boolean;
  /** Whether a reply has come that the visitor has not seen. */
  readonly unread?: boolean;
  /** The label of the agent's variant that answers in it, where the operator shows it. */
  readonly variant?: string | undefined;
}

export interface Snapshot {
  readonly status: Status;
  /** Oldest first. The visitor's waiting messages are the last. */
  readonly messages: readonly ChatMessage[];
  /** The id of the open conversation; `null` before the first message. */
  readonly conversation: string | null;
  readonly conversations: readonly ConversationSummary[];
  /** The agent that answers in the open conversation, once the proxy has told. */
  readonly agent: ShownAgent | null;
  /** What concerns the whole chat and no single message. */
  readonly problem: Problem | null;
  /** Whether the server has older messages than the first one here. */
  readonly hasOlder: boolean;
  /** Whether they are being fetched, or those that came last where there are none here. */
  readonly loadingOlder: boolean;
  /** `loading` until the cached transcript is read; `memory` when the browser refuses to keep anything. */
  readonly storage: 'loading' | 'persistent' | 'memory';
  /** Finished replies that came while nobody looked. */
  readonly unread: number;
  /** What the visitor had typed and not sent in this conversation. */
  readonly draft: string;
  /** Whether another conversation is being opened: what is typed meanwhile goes along. */
  readonly opening: boolean;
}
