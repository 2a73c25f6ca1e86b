/**
 * Registers the tag of the widget, the launcher's aside. Twice is harmless: the first definition stays. `hostStyles` are those of
 * `host.styles.ts`, in which the loader has dressed the element already: they are handed over, not fetched twice.
 */
import { LettaChat } from './letta-chat.ts';

export function defineElements(hostStyles: string): void {
  if (customElements.get('letta-chat')) return;
  LettaChat.hostStyles = hostStyles;
  customElements.define('letta-chat', LettaChat);
}
