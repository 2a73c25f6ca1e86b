/** The words of the find bar in English, which come with its chunk. A page overrides single ones by the property `strings`. */
import type { Table } from '../elements/strings/strings.ts';

export const findEnglish = {
  'find.label': 'Find in this conversation',
  'find.count': '{number} of {count}',
  'find.none': 'Nothing found',
  'find.earlier': 'Earlier',
  'find.later': 'Later',
  'find.older': 'Search earlier messages',
  'find.searching': 'Searching…',
  'find.close': 'Close',
};

export type FindStrings = Table<typeof findEnglish>;
