/** All styles of the shadow tree of `<letta-chat>`, each part's own written beside it. */
import { type CSSResultGroup, unsafeCSS } from 'lit';
import { composerStyles } from './composer.styles.ts';
import { hostStyles } from './host.styles.ts';
import { messageStyles } from './message.styles.ts';
import { panelStyles } from './panel.styles.ts';
import { shared, tokens } from './tokens.styles.ts';
import { transcriptStyles } from './transcript.styles.ts';

export const styles: CSSResultGroup = [
  unsafeCSS(hostStyles), // our own text, plain because the loader, which has no Lit, uses it too
  tokens,
  shared,
  panelStyles,
  transcriptStyles,
  messageStyles,
  composerStyles,
];
