/**
 * What a first reply does not need, a chunk of its own: what can be done with a finished message, pictures, going back in the
 * transcript, other conversations. It is fetched when the first reply has ended, or sooner when a visitor asks for one of these.
 */
import type { ReactiveElement } from 'lit';
import { PageWatch } from './page-watch.ts';
import { LettaChatPicture } from './picture.ts';

export { resizable } from '../panel/resizable.ts';
export { picture } from './avatar.ts';
export { ComposerAids } from './composer-aids.ts';
export { concernsOneMessage } from './failure-scope.ts';
export { laterStyles as styles } from './later.styles.ts';
export { MenuController } from './menu.ts';
export { actions, again, remedies, thoughts } from './message-actions.ts';
export { pictures, previews } from './picture.ts';
export { readPictures } from './pictures.ts';
export { ReadingBack } from './reading-back.ts';
export { announced } from './spoken.ts';
export { laterWords as words } from './strings/later.ts';
export { badge, unreadSentence } from './unread.ts';
export { VoiceController } from './voice.ts';

export type Later = typeof import('./later.ts');

/** Registers what it brings along, twice is harmless, and looks after what the page looks like. */
export function define(host: ReactiveElement): void {
  new PageWatch(host);
  if (!customElements.get('letta-chat-picture')) customElements.define('letta-chat-picture', LettaChatPicture);
}
