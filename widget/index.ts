/** The npm entry: classes, events and types. Importing it registers nothing; `letta-chat/define` does. */
export type { Agent, ErrorCode } from '../proxy/protocol.ts';
export type {
  ChatMessage,
  ConversationSummary,
  MessageState,
  Problem,
  Snapshot,
  Status,
} from './core/view.ts';
export type { FeedbackDetail, LettaChatFeedbackEvent } from './elements/feedback.ts';
export { LettaChatLauncher } from './elements/launcher.ts';
export { LettaChat } from './elements/letta-chat.ts';
export {
  LettaChatMessageEvent,
  LettaChatSendEvent,
  type MessageDetail,
  type SendDetail,
} from './elements/message-events.ts';
export type { Mode, Position, Theme } from './elements/settings.ts';
export {
  type ConversationDetail,
  type ErrorDetail,
  LettaChatConversationEvent,
  LettaChatErrorEvent,
  LettaChatStatusEvent,
  type StatusDetail,
} from './elements/state-events.ts';
export type { Strings } from './elements/strings/strings.ts';
export {
  LettaChatCloseEvent,
  LettaChatOpenEvent,
  type Trigger,
  type VisibilityDetail,
} from './elements/visibility-events.ts';
