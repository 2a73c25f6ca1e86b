/**
 * The few English words that the launcher needs before the rest of the widget is loaded. Apart from `en.ts`, so that
 * the script tag carries these and no others.
 */
export const launcherWords = {
  open: 'Open chat',
  loadFailed: 'The chat could not be loaded. Press again to retry.',
};
