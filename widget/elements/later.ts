/**
 * What a first reply does not need, a chunk of its own: what can be done with a finished message, pictures, going back in the
 * transcript, other conversations. It is fetched when the first reply has ended, or sooner when a visitor asks for one of these.
 */
import { resizable } from '../panel/resizable.ts';
import type { ComposerController } from './composer.ts';
import { MenuController, type MenuHost } from './menu.ts';
import { PageWatch } from './page-watch.ts';
import { LettaChatPicture } from './picture.ts';
import type { LettaChatSettings } from './settings.ts';
import type { Strings } from './strings/strings.ts';
import { VoiceController } from './voice.ts';

export { announced } from './announced.ts';
export { picture } from './avatar.ts';
export { ComposerAids } from './composer-aids.ts';
export { laterStyles as styles } from './later.styles.ts';
export { actions, again, failure, thoughts, whyItWaits } from './message-actions.ts';
export { pictures } from './picture.ts';
export { ReadingBack } from './reading-back.ts';
export { shownStatus } from './shown-status.ts';
export { laterWords as words } from './strings/later.ts';
export { problemSentence } from './strings/sentences.ts';
export { badge, unreadSentence } from './unread.ts';

export type Later = typeof import('./later.ts');

/** `<letta-chat>`, as far as what comes later works with it. */
export interface Attended {
  readonly client: MenuHost['client'];
  readonly composer: ComposerController;
  /** Where the focus goes in the chat. */
  readonly entrance: () => HTMLElement | null;
  readonly words: () => Strings;
}

/** Registers what it brings along, twice is harmless, and joins in. */
export function attend(host: LettaChatSettings, { client, composer, entrance, words }: Attended) {
  if (!customElements.get('letta-chat-picture')) customElements.define('letta-chat-picture', LettaChatPicture);
  new PageWatch(host);
  resizable(host, words);
  const restore = (text: string, images: readonly string[]) => composer.restore(text, images);
  const menu = new MenuController(host, { client, pinned: () => !!host.agent, entrance, restore });
  const voice = new VoiceController(host, composer);
  if (host.mode === 'page' && !host.single) menu.openIfWide();
  return { menu, voice };
}
