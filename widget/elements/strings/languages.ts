/**
 * The languages that the widget speaks beside English, a chunk of its own that a visitor with another language fetches. Each
 * language is one file with the words of all chunks. Which language is wanted is `elements/language.ts`'s business.
 */
import type { Words } from './strings.ts';
import type { Translation } from './translation.ts';

const tables: Readonly<Record<string, () => Promise<{ readonly default: Translation }>>> = {
  ar: () => import('./languages/ar.ts'),
  de: () => import('./languages/de.ts'),
  es: () => import('./languages/es.ts'),
  fr: () => import('./languages/fr.ts'),
  he: () => import('./languages/he.ts'),
  hi: () => import('./languages/hi.ts'),
  it: () => import('./languages/it.ts'),
  ja: () => import('./languages/ja.ts'),
  ko: () => import('./languages/ko.ts'),
  nl: () => import('./languages/nl.ts'),
  pl: () => import('./languages/pl.ts'),
  pt: () => import('./languages/pt.ts'),
  tr: () => import('./languages/tr.ts'),
  uk: () => import('./languages/uk.ts'),
  'zh-Hans': () => import('./languages/zh-hans.ts'),
  'zh-Hant': () => import('./languages/zh-hant.ts'),
};

/** A language of ours by its key, and the tag that asked for it. */
export interface Found {
  readonly key: string;
  /** In its canonical form, as `Intl` takes it. */
  readonly locale: string;
}

/** How the widget speaks: `words` in place of the English ones, with their locale, and a direction where the page has none. */
export interface Speech {
  readonly words: Words;
  readonly dir?: 'rtl' | undefined;
}

/** The first of the tags whose language we have; `null` when there is none. They stand between commas, best first. */
export function lookup(tags: string): Found | null {
  for (const tag of tags.split(',')) {
    const found = find(tag);
    if (found) return found;
  }
  return null;
}

/** Rejects when the language cannot be fetched. */
export async function speak(tags: string, host: Element): Promise<Speech> {
  const found = lookup(tags);
  if (!found) return { words: {} };
  const { key, locale } = found;
  const table = (await tables[key]?.())?.default;
  return { words: { ...table, locale }, dir: /^(ar|he)$/.test(key) && !host.closest('[dir]') ? 'rtl' : undefined };
}

/** Regions tell the script: `zh-TW` is `zh-Hant`. */
function find(tag: string): Found | null {
  try {
    const wanted = new Intl.Locale(tag.replaceAll('_', '-'));
    const { language, script } = wanted.maximize();
    const key = language === 'zh' ? `zh-${script}` : language;
    return key === 'en' || key in tables ? { key, locale: `${wanted}` } : null;
  } catch {
    return null; // no tag at all
  }
}
