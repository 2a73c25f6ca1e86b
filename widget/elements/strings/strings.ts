/**
 * How the elements ask for words: one flat table per language, overridden word by word, with `{name}` for values.
 * Which words there are is `en.ts`'s business.
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

/** A sentence with values put in, in the form for `count`. A name without a value stays as it is, so that the slip is seen. */
export function fill<Key extends string>(
  words: Readonly<Record<Key, string | Plural>> & { readonly locale: string },
  key: Key,
  values: Readonly<Record<string, string | number>>,
): string {
  const { locale, [key]: entry } = words;
  const sentence =
    typeof entry === 'string'
      ? entry
      : (entry[new Intl.PluralRules(locale).select(values['count'] as number)] ?? entry.other);
  // Strings have that method, too, and say themselves.
  return sentence.replace(/\{(\w+)\}/g, (name, value: string) =>
    ((values[value] ?? name) as number).toLocaleString(locale),
  );
}

/** Whether the sentence for a problem is there already. */
export const knows = (strings: Strings, problem: Problem | undefined): boolean =>
  `problem.${problem?.code ?? 'undelivered'}` in strings;

/**
 * The sentence for a problem, with the time at which it goes on when the proxy has said so. Most of the sentences come with what
 * is fetched later; until then, the most that is known is that there is no reaching the assistant.
 */
export function problemSentence(problem: Problem | undefined, strings: Strings): string {
  const sentence =
    strings[`problem.${problem?.code ?? 'undelivered'}`] ??
    strings['problem.undelivered'] ??
    strings['problem.unreachable'];
  if (problem?.retryAt === undefined || !strings.goesOn) return sentence;
  const time = new Intl.DateTimeFormat(strings.locale, { timeStyle: 'short' }).format(problem.retryAt);
  return `${sentence} ${fill(strings, 'goesOn', { time })}`;
}
