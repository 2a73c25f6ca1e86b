/**
 * The words of the elements: one flat table per language, overridden word by word, with `{name}` for values. Which words there
 * are is `en.ts`'s business, how values are put in `sentences.ts`'s.
 */
import type { Problem } from '../../core/view.ts';
import type { MenuStrings } from '../../menu/strings.ts';
import type { FindStrings } from '../../reading/strings.ts';
import type { VoiceStrings } from '../../voice/strings.ts';
import { english } from './en.ts';
import type { laterWords } from './later.ts';
import type { launcherWords } from './launcher.ts';
import type { replyWords } from './replies.ts';

/** A sentence about a number, in the forms that its language has; they are `Intl.PluralRules`'. */
export type Plural = { readonly [form in Intl.LDMLPluralRule]?: string } & { readonly other: string };

/** A table in any language, by the English one; `locale` is the BCP 47 tag for its plurals, and for numbers, dates and times. */
export type Table<English> = {
  readonly [key in keyof English]: English[key] extends string ? string : string | Plural;
} & { readonly locale: string };

/** All words of the widget, by key. Those of a chunk are there when the chunk is, which alone asks for them. */
export type Strings = Table<typeof english & typeof launcherWords & typeof laterWords & typeof replyWords>;

/** What a page may say in other words; those of the menu, the find bar, the voice and the nudge come with their chunks, too. */
export type Words = Partial<Strings & MenuStrings & FindStrings & VoiceStrings & { readonly 'nudge.close': string }>;

/** The words that are there from the start. */
export const firstWords = english as Strings;

/** The sentence for a problem, of the two that are there from the start: most come with what is fetched later (`sentences.ts`). */
export const firstSentence = ({ code }: Problem, strings: Strings): string =>
  strings[code === 'offline' ? 'problem.offline' : 'problem.unreachable'];
