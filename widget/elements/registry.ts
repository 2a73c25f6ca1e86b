/** Registers the tag of the widget, the launcher's aside. Twice is harmless: the first definition stays. */
import { LettaChat } from './letta-chat.ts';

export function defineElements(): void {
  if (!customElements.get('letta-chat')) customElements.define('letta-chat', LettaChat);
}
