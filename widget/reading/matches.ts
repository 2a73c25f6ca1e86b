/** Where words stand: which messages have them, and which places in a row that is shown. Showing them is left to `find.ts`. */

/** The indexes of the texts that have the words, whatever their case. */
export function findTexts(texts: readonly string[], words: string): number[] {
  const wanted = words.trim().toLowerCase();
  return wanted ? texts.flatMap((text, i) => (text.toLowerCase().includes(wanted) ? [i] : [])) : [];
}

/** The places of the words in what a row says. Words that are set in more than one way (`a*b*`) have none. */
export function rangesIn(row: Element, words: string): Range[] {
  const wanted = words.trim().toLowerCase();
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest('[data-chrome], .actions, .meta, .visually-hidden')
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT,
  );
  const ranges: Range[] = [];
  for (let node = walker.nextNode(); node && wanted; node = walker.nextNode()) {
    const text = (node as Text).data.toLowerCase();
    // A letter whose small form is longer would shift what follows: such a text is left unmarked.
    if (text.length !== (node as Text).data.length) continue;
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      ranges.push(range);
    }
  }
  return ranges;
}
