/**
 * The one word of the nudge, in the widget's languages. It stands here and not in a table of strings because the nudge comes before any
 * of those is fetched. A page overrides it by `strings` as `nudge.close`.
 */

const CLOSE: Readonly<Record<string, string>> = {
  en: 'Close',
  de: 'Schließen',
  fr: 'Fermer',
  es: 'Cerrar',
  pt: 'Fechar',
  it: 'Chiudi',
  nl: 'Sluiten',
  pl: 'Zamknij',
  tr: 'Kapat',
  uk: 'Закрити',
  ar: 'إغلاق',
  he: 'סגירה',
  hi: 'बंद करें',
  zh: '关闭',
  'zh-hant': '關閉',
  ja: '閉じる',
  ko: '닫기',
};

const TRADITIONAL = /^zh-(hant|tw|hk|mo)\b/i;

/** The word in the element's language (its own `lang`, or that of what it stands in), else the browser's, else English. */
export function closeWord(host: Element): string {
  const own = (host as { strings?: { 'nudge.close'?: string } }).strings?.['nudge.close'];
  if (own) return own;
  const language = host.closest<HTMLElement>('[lang]')?.lang || navigator.language;
  const [plain = ''] = language.toLowerCase().split('-');
  return CLOSE[TRADITIONAL.test(language) ? 'zh-hant' : plain] ?? 'Close';
}
