/** Sentences with values in them, and those for everything that may go wrong. They come with what a first reply does not need. */
import type { Problem } from '../../core/view.ts';
import type { Plural, Strings } from './strings.ts';

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

/** The sentence for a problem, with the time at which it goes on when the proxy has said so. */
export function problemSentence(problem: Problem | undefined, strings: Strings): string {
  const sentence = strings[`problem.${problem?.code ?? 'undelivered'}`] ?? strings['problem.undelivered'];
  if (problem?.retryAt === undefined) return sentence;
  const time = new Intl.DateTimeFormat(strings.locale, { timeStyle: 'short' }).format(problem.retryAt);
  return `${sentence} ${fill(strings, 'goesOn', { time })}`;
}
