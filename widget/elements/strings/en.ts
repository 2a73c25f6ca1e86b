/**
 * The words of the widget in English that a first reply may need; the others stand beside their chunks (`later.ts`, `replies.ts`). A page overrides single ones by the property `strings`; `{name}` stands for a
 * value. `problem.*` are the sentences for what went wrong, by the codes of `Problem`.
 */
import { launcherWords } from './launcher.ts';

export const english = {
  ...launcherWords,
  locale: 'en',
  close: 'Close chat',
  /** Describes the launcher when there are unread replies. */
  unread: 'New messages: {count}',
  heading: 'Chat',
  greeting: 'Hello. What would you like to know?',
  placeholder: 'Write a message',
  transcript: 'Messages',
  suggestions: 'Suggestions',
  send: 'Send',
  stop: 'Stop the reply',
  you: 'You',
  assistant: 'Assistant',
  thoughts: 'Thoughts',
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

  memory: 'This browser keeps nothing: the conversation ends with this page.',
  goesOn: 'It goes on at {time}.',
  unanswered: 'This was not answered.',

  'problem.offline': 'You are offline. Your message will be sent when you are back.',
  'problem.unreachable': 'The assistant cannot be reached right now.',
  'problem.invalid_request': 'This message was not accepted.',
  'problem.nothing_to_resume': 'The reply broke off.',
  'problem.unauthorized': 'Reload the page to go on.',
  'problem.identity_refused': 'You could not be signed in. Reload the page.',
  'problem.challenge_required': 'You could not be checked. Try again.',
  'problem.origin_not_allowed': 'The assistant is not available on this page.',
  'problem.not_found': 'This conversation no longer exists.',
  'problem.method_not_allowed': 'The assistant is not available right now.',
  'problem.conversation_busy': 'Another reply is being written. Yours is next.',
  'problem.approval_pending': 'The assistant waits for this page.',
  'problem.nothing_to_cancel': 'Nothing was left to stop.',
  'problem.too_large': 'This message is too long.',
  'problem.rate_limited': 'That was a lot at once.',
  'problem.budget_exhausted': 'The assistant has answered enough for today.',
  'problem.internal_error': 'The assistant is not available right now.',
  'problem.assistant_unavailable': 'The assistant is not available right now.',
  'problem.run_not_resumable': 'The reply is being written.',
  'problem.assistant_failed': 'The reply broke off.',
  'problem.undelivered': 'This did not arrive.',
};
