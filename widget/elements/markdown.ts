/** How replies are shown: their Markdown, a chunk of its own that is fetched when the panel first shows. */
import { type MarkdownOptions, markdown, markdownStyles } from '../markdown/index.ts';
import { replyWords } from './strings/replies.ts';
import type { Strings } from './strings/strings.ts';

/** For pages that show Markdown alone: the bench, and tests of what is built. */
export { MarkdownView } from '../markdown/index.ts';
export { markdownStyles as styles, replyWords as words };

/** Shows a reply's Markdown in the element that it stands on. The same function as long as nothing about replies changes. */
export type Replies = (text: string, isFinal: boolean) => ReturnType<typeof markdown>;

export interface RepliesConfig {
  readonly strings: Strings;
  /** Origins separated by spaces. */
  readonly imageOrigins: string | null;
  readonly noHighlight: boolean;
  readonly maths: boolean;
}

/** Gives the same function for configurations that mean the same: another one renders every reply anew. */
export function createReplies(): (config: RepliesConfig) => Replies {
  let key = '';
  let replies: Replies;
  return (config) => {
    const options = optionsOf(config);
    const next = JSON.stringify(options);
    if (next !== key) replies = (text, isFinal) => markdown(text, isFinal, options);
    key = next;
    return replies;
  };
}

function optionsOf({ strings, imageOrigins, noHighlight, maths }: RepliesConfig): MarkdownOptions {
  const { copyCode, copied: codeCopied, copyFailed: codeCopyFailed, code, image } = strings;
  return {
    words: { copyCode, codeCopied, codeCopyFailed, code, image },
    imageOrigins: imageOrigins?.split(/\s+/).filter(Boolean) ?? [],
    highlight: !noHighlight,
    maths,
  };
}
