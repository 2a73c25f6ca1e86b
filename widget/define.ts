/** Registers `<letta-chat>` and its launcher. On a server, where there are no custom elements, it does nothing. */

import { hostStyles } from './elements/host.styles.ts';
import { defineLauncher } from './elements/launcher.ts';
import { defineElements } from './elements/registry.ts';

export * from './index.ts';

if (globalThis.customElements && globalThis.document) {
  defineLauncher();
  defineElements(hostStyles);
}
