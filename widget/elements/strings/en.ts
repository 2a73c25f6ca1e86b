/**
 * The words of the widget in English that a first reply may need; the others stand beside their chunks (`later.ts`, `replies.ts`). A page overrides single ones by the property `strings`; `{name}` stands for a
 * value. `problem.*` are the sentences for what went wrong, by the codes of `Problem`; of these only what is said while the line is dead.
 */
import { OPEN } from './launcher.ts';

export const english = {
  locale: 'en',
  open: OPEN,
  close: 'Close chat',
  heading: 'Chat',
  greeting: 'Hello. What would you like to know?',
  placeholder: 'Write a message',
  transcript: 'Messages',
  suggestions: 'Suggestions',
  send: 'Send',
  stop: 'Stop the reply',
  you: 'You',
  assistant: 'Assistant',
  queued: 'Waiting to be sent',
  isReplying: '{name} is replying',

  'status.idle': 'Replies in seconds',
  'status.sending': 'Replying…',
  'status.streaming': 'Replying…',
  'status.reconnecting': 'Reconnecting…',
  'status.stopping': 'Stopping…',
  'status.waiting': 'Waiting…',
  'status.failed': 'Not available right now',
  'status.offline': 'Offline',

  'problem.offline': 'You are offline. Your message will be sent when you are back.',
  'problem.unreachable': 'The assistant cannot be reached right now.',
};
