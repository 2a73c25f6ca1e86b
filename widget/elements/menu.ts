/**
 * The menu of the panel: the list of conversations, by a chunk of its own that is fetched when it is first wanted. What it
 * shows and does stands there; here are its button, the one for a new conversation, and whether it is open.
 */
import { html, nothing, type ReactiveElement, type TemplateResult } from 'lit';
import type { LeaveMenuEvent, MenuView } from '../menu/index.ts';
import { composeIcon, listIcon } from './icons-later.ts';
import { LazyChunk } from './lazy-chunk.ts';
import { iconButton, type PanelView } from './panel.ts';

/** From this width on (px) the list stands beside the chat of a page, as its styles say. */
const WIDE = 860;

export interface MenuHost {
  readonly client: () => MenuView['client'] | null;
  /** Where the focus goes in the chat. */
  readonly entrance: () => HTMLElement | null;
}

export class MenuController {
  #host: ReactiveElement;
  #config: MenuHost;
  #chunk: LazyChunk<typeof import('../menu/index.ts')>;
  open = false;

  constructor(host: ReactiveElement, config: MenuHost) {
    this.#host = host;
    this.#config = config;
    this.#chunk = new LazyChunk(host, () => import('../menu/index.ts'));
  }

  /** On a wide page it is there from the start. */
  openIfWide(): void {
    if (this.#host.offsetWidth >= WIDE) void this.#show();
  }

  toggle = (): void => {
    if (this.open) this.#leave({ chosen: false, stays: false });
    else void this.#show().then(() => this.#focus('letta-chat-menu'));
  };

  buttons({ snapshot, strings, startAnew }: PanelView): TemplateResult {
    return html`${snapshot.messages.length ? iconButton('new', strings.newConversation, composeIcon, startAnew) : nothing}
    ${iconButton('conversations', strings.conversations, listIcon, this.toggle, this.open)}`;
  }

  template(view: Pick<MenuView, 'snapshot' | 'strings' | 'locale' | 'shown'>): TemplateResult | typeof nothing {
    const client = this.#config.client();
    const chunk = this.#chunk.current;
    return this.open && chunk && client ? chunk.menu({ ...view, client, left: this.#leave }) : nothing;
  }

  /** The focus goes back to the button, or into the conversation that was chosen. */
  #leave = async ({ chosen, stays }: Pick<LeaveMenuEvent, 'chosen' | 'stays'>): Promise<void> => {
    this.open = stays;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    if (chosen || stays) this.#config.entrance()?.focus({ preventScroll: true });
    else this.#focus('[part=conversations]');
  };

  /** A press that brings nothing may be repeated. */
  async #show(): Promise<void> {
    this.open = !!(await this.#chunk.load());
    this.#host.requestUpdate();
    await this.#host.updateComplete;
  }

  #focus(selector: string): void {
    this.#host.renderRoot.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  }
}
