// The examples of CommonMark 0.31.2 that are rendered otherwise, by their number, each with its reason.

const policy = 'a scheme that replies may not link to: the address is text';
const gfm = 'GitHub Flavored Markdown: a bare address is a link';

/** Checked by test/browser/markdown-commonmark.test.ts, both ways. */
export const differences: Readonly<Record<number, string>> = {
  25: 'names of rare characters (&HilbertSpace;) stay as they are written: the whole table would weigh more than the renderer',
  596: policy,
  599: policy,
  601: policy,
  602: gfm,
  608: gfm,
  611: gfm,
  612: gfm,
};
