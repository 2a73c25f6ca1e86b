/** The menu's chunk: its template for the panel, its styles, and its element, which it registers. */
import { html, type TemplateResult } from 'lit';
import type { Snapshot } from '../core/view.ts';
import type { Strings } from '../elements/strings/strings.ts';
import type { LeaveMenuEvent } from './leave.ts';
import { LettaChatMenu, type MenuClient } from './menu.ts';

export { menuStyles as styles } from './menu.styles.ts';
export type { LeaveMenuEvent };

export interface MenuView {
  readonly client: MenuClient;
  readonly snapshot: Snapshot;
  readonly strings: Strings;
  /** Whether the page has chosen the agent. */
  readonly pinned: boolean;
  /** Whether the panel is shown. */
  readonly shown: boolean;
  readonly left: (event: LeaveMenuEvent) => void;
}

export function menu({ client, snapshot, strings, pinned, shown, left }: MenuView): TemplateResult {
  return html`<letta-chat-menu role="navigation" part="menu"
    .client=${client} .snapshot=${snapshot} .strings=${strings} .pinned=${pinned} .shown=${shown} @leave-menu=${left}
  ></letta-chat-menu>`;
}

if (!customElements.get('letta-chat-menu')) customElements.define('letta-chat-menu', LettaChatMenu);
