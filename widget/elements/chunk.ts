/** What the loader imports on the first opening: everything but the launcher and the box, which the loader has brought along. */

import { LettaChat } from './letta-chat.ts';
import { defineElements } from './registry.ts';

/** Registers `<letta-chat>` with the script's origin as its proxy, and the styles of its box as the loader has them. */
export function define(hostStyles: string): void {
  LettaChat.defaultProxy ??= new URL(import.meta.url).origin;
  defineElements(hostStyles);
}

/** Shows the panel of a floating one, as after a press on its launcher. */
export function open(host: Element): void {
  if (host instanceof LettaChat) void host.showBy('launcher');
}
