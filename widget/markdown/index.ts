/** Markdown for replies, a chunk of its own: the directive, the view beneath it, and their styles. */
export { markdown } from './directive.ts';
export { markdownStyles } from './markdown.styles.ts';
export type { MarkdownOptions, MarkdownWords } from './options.ts';
export { MarkdownView } from './view.ts';
