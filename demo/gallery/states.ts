/** All states of the gallery, by chapters. Each is an entry in one of the `states-….ts`. */
import type { GalleryState } from './state.ts';
import { lists, places, themes } from './states-menu.ts';
import { beginning, conversation, messages } from './states-talk.ts';
import { problems } from './states-trouble.ts';

export interface Chapter {
  readonly title: string;
  readonly states: readonly GalleryState[];
}

export const chapters: readonly Chapter[] = [
  { title: 'The beginning', states: beginning },
  { title: 'A conversation', states: conversation },
  { title: 'Messages', states: messages },
  { title: 'What can go wrong', states: problems },
  { title: 'Conversations', states: lists },
  { title: 'Places', states: places },
  { title: 'Themes', states: themes },
];

export const states: readonly GalleryState[] = chapters.flatMap(({ states }) => states);

export const SIZE: readonly [number, number] = [400, 640];
