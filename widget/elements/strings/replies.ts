/** The English words of replies' Markdown, which come with its chunk. */
export const replyWords = {
  copied: 'Copied',
  copyFailed: 'Copying is not allowed here',
  copyCode: 'Copy code',
  code: 'Code',
  image: 'Image',
};
