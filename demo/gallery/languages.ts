/** The languages that can be chosen in the gallery and the playground, by their own names. */

/** BCP 47; those that the widget has words in. */
const LANGUAGES = 'en de fr es pt it nl pl tr uk ar he hi zh-Hans zh-Hant ja ko'.split(' ');

/** Puts them into a list of choices, after what is there. */
export function addLanguages(list: HTMLSelectElement): void {
  for (const language of LANGUAGES) {
    const name = new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
    list.append(new Option(name, language === 'en' ? '' : language));
  }
}
