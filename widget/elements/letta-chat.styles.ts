/** The styles of the shadow tree of `<letta-chat>` for the first reply, each part's own written beside it. */
import { unsafeCSS } from 'lit';
import { composerStyles } from './composer.styles.ts';
import { hostStyles } from './host.styles.ts';
import { messageStyles } from './message.styles.ts';
import { panelStyles } from './panel.styles.ts';
import { shared, tokens } from './tokens.styles.ts';
import { transcriptStyles } from './transcript.styles.ts';

/** Our own text, no input: as safe as `css`. */
export const styles = unsafeCSS(
  hostStyles + tokens + shared + panelStyles + transcriptStyles + messageStyles + composerStyles,
);
