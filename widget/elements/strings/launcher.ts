/**
 * The few English words that the launcher needs before the rest of the widget is loaded. Apart from `en.ts`, so that
 * the script tag carries these and no others.
 */
export const launcherWords = {
  open: 'Open chat',
  close: 'Close chat',
  /** Describes the launcher when there are unread replies. */
  unread: 'New messages: {count}',
  loading: 'The chat is loading',
  loadFailed: 'The chat could not be loaded. Press again to retry.',
};
