/**
 * The words of the menu in English, apart from `elements/strings/` because they come with its chunk. A page overrides single
 * ones by the property `strings`, as all others.
 */
import type { Table } from '../elements/strings/strings.ts';

export const menuEnglish = {
  'menu.conversations': 'Conversations',
  'menu.backToChat': 'Back to the chat',
  'menu.chooseAgent': 'New conversation with',
  'menu.search': 'Search conversations',
  'menu.untitled': 'Conversation',
  'menu.noConversations': 'No conversations yet.',
  'menu.nothingFound': 'No conversation has these words in its title.',
  'menu.searching': 'Searching older conversations…',
  'menu.loadingList': 'Loading conversations…',
  'menu.listFailed': 'The list could not be loaded.',
  'menu.replying': 'Replying…',
  'menu.newReply': 'New reply',
  'menu.rename': 'Rename',
  'menu.delete': 'Delete',
  'menu.info': 'Information and export',
  'menu.backToList': 'Back to the list',
  'menu.loadingDetails': 'Looking it up…',
  'menu.detailsFailed': 'This could not be looked up.',
  'menu.agent': 'Assistant',
  'menu.started': 'Started',
  'menu.lastMessage': 'Last message',
  'menu.messages': 'Messages',
  'menu.tokens': 'Tokens used',
  'menu.context': 'In mind',
  'menu.contextAll': 'The assistant has all of it in mind, word by word.',
  'menu.contextPart':
    'The assistant has what is below the line in mind, word by word; of the rest it knows at most a summary.',
  'menu.exportMarkdown': 'Save as Markdown',
  'menu.exportJson': 'Save as JSON',
  'menu.exporting': { one: '{count} message fetched…', other: '{count} messages fetched…' },
  'menu.exported': 'Saved.',
  'menu.exportFailed': 'It could not be saved.',
  'menu.more': 'More for “{title}”',
  'menu.title': 'Title',
  'menu.find': 'Find in this conversation',
  'menu.cancel': 'Cancel',
  'menu.deleted': 'Deleted “{title}”',
  'menu.undo': 'Undo',
  'menu.restored': 'Brought back',
  'menu.renameFailed': 'The title could not be changed.',
  'menu.deleteFailed': 'This could not be deleted.',
  'menu.privacy': 'Privacy',
  'menu.privacyNote': 'Your conversations are kept on this device and at the assistant’s server.',
  'menu.deleteThis': 'Delete this conversation',
  'menu.deleteAll': 'Delete everything',
  'menu.confirmAll':
    'This deletes all your conversations, on this device and at the assistant’s server. It cannot be undone.',
  'menu.deletedAll': 'Everything has been deleted.',
};

/** The words of the menu, by key. */
export type MenuStrings = Table<typeof menuEnglish>;
