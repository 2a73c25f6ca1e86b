/** What a language has to have: every English word of the widget, whichever chunk it belongs to. Types only; nobody fetches this. */
import type { menuEnglish } from '../../menu/strings.ts';
import type { findEnglish } from '../../reading/strings.ts';
import type { voiceEnglish } from '../../voice/strings.ts';
import type { english } from './en.ts';
import type { laterWords } from './later.ts';
import type { launcherWords } from './launcher.ts';
import type { replyWords } from './replies.ts';
import type { Table } from './strings.ts';

type English = Omit<typeof english, 'locale'> &
  typeof laterWords &
  typeof launcherWords &
  typeof replyWords &
  typeof menuEnglish &
  typeof findEnglish &
  typeof voiceEnglish;

/**
 * The words in one language, without its tag: that is the page's or the visitor's (`de-CH`). English stands in for a missing one,
 * so that a new word can be written first; `test/elements/strings.test.ts` fails until every language has it.
 */
export type Translation = Partial<Omit<Table<English>, 'locale'>>;
