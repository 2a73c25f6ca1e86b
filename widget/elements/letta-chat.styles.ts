/**
 * The styles of the shadow tree of `<letta-chat>` for the first reply, each part's own written beside it. Those of its own box,
 * `host.styles.ts`, are handed in: the loader has them already.
 */
import { type CSSResult, unsafeCSS } from 'lit';
import { composerStyles } from './composer.styles.ts';
import { messageStyles } from './message.styles.ts';
import { panelStyles } from './panel.styles.ts';
import { shared, tokens } from './tokens.styles.ts';
import { transcriptStyles } from './transcript.styles.ts';

/** Our own text, no input: as safe as `css`. */
export const stylesWith = (hostStyles: string): CSSResult =>
  unsafeCSS(hostStyles + tokens + shared + panelStyles + transcriptStyles + messageStyles + composerStyles);
