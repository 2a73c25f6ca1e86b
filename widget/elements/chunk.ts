/** What the loader imports on the first opening: everything but the launcher, which the loader has brought along. */

import { LettaChat } from './letta-chat.ts';
import { defineElements } from './registry.ts';

/** Registers `<letta-chat>` with the script's origin as its proxy. */
export function define(): void {
  LettaChat.defaultProxy ??= new URL(import.meta.url).origin;
  defineElements();
}

/** Shows the panel of a floating one, as after a press on its launcher. */
export function open(host: Element): void {
  if (host instanceof LettaChat) void host.showBy('launcher');
}
