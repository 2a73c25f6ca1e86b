/** The English words of what a first reply does not need, which come with that chunk. */
export const laterWords = {
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Copying is not allowed here',
  retry: 'Try again',
  edit: 'Edit',
  discard: 'Discard',
  reference: 'Reference {id}',
  latest: 'Latest messages',
  latestCount: '{count} new',
  loadingOlder: 'Loading earlier messages',
  stopped: 'Stopped',
  picture: 'Picture {number}',
  removePicture: 'Remove picture {number}',
  pictureRefused: 'Only PNG, JPEG, GIF and WebP pictures up to {size} MB can be sent.',
  charactersLeft: '{count} characters left',
  charactersOver: '{count} characters too many',
};
