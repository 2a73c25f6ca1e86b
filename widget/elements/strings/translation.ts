/** What a language has to have: every English word of the widget, whichever chunk it belongs to. Types only; nobody fetches this. */
import type { menuEnglish } from '../../menu/strings.ts';
import type { findEnglish } from '../../reading/strings.ts';
import type { english } from './en.ts';
import type { laterWords } from './later.ts';
import type { replyWords } from './replies.ts';
import type { Table } from './strings.ts';

type English = Omit<typeof english, 'locale'> &
  typeof laterWords &
  typeof replyWords &
  typeof menuEnglish &
  typeof findEnglish;

/** All words in one language, without its tag: that is the page's or the visitor's (`de-CH`). */
export type Translation = Omit<Table<English>, 'locale'>;
