/**
 * The few English words that the launcher needs before the rest of the widget is loaded. Apart from `en.ts`, so that
 * the script tag carries these and no others.
 */
export const OPEN = 'Open chat';

/** Said by the script tag alone. */
export const launcherWords = {
  loadFailed: 'The chat could not be loaded. Press again to retry.',
};

/** What the launcher is called before the rest of its language is there, where "Chat" would not be read. */
export const launcherNames: Readonly<Record<string, string>> = {
  en: OPEN,
  ar: 'دردشة',
  he: 'צ׳אט',
  hi: 'चैट',
  ja: 'チャット',
  ko: '채팅',
  uk: 'Чат',
  zh: '聊天',
};
