/**
 * How the elements ask for words: one flat table per language, overridden word by word, with `{name}` for values.
 * Which words there are is `en.ts`'s business.
 */
import type { Problem } from '../../core/view.ts';
import type { MenuStrings } from '../../menu/strings.ts';
import type { FindStrings } from '../../reading/strings.ts';
import { english } from './en.ts';
import type { laterWords } from './later.ts';
import type { replyWords } from './replies.ts';

/** All words of the widget, by key. Those of a chunk are there when the chunk is, which alone asks for them. */
export type Strings = Readonly<Record<keyof (typeof english & typeof laterWords & typeof replyWords), string>>;

/** What a page may say in other words; those of the menu and the find bar come with their chunks, too. */
export type Words = Partial<Strings & MenuStrings & FindStrings>;

/** The words that are there from the start. */
export const firstWords = english as Strings;

/** Puts values into a sentence. A name without a value stays as it is, so that the slip is seen. */
export const fill = (sentence: string, values: Readonly<Record<string, string | number>>): string =>
  sentence.replace(/\{(\w+)\}/g, (name, key: string) => String(values[key] ?? name));

/** The sentence for a problem, known or not, with the time at which it goes on when the proxy has said so. */
export function problemSentence(problem: Problem | undefined, strings: Strings, locale: string | undefined): string {
  const sentence = strings[`problem.${problem?.code ?? 'undelivered'}`] ?? strings['problem.undelivered'];
  if (problem?.retryAt === undefined) return sentence;
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(problem.retryAt);
  return `${sentence} ${fill(strings.goesOn, { time })}`;
}
