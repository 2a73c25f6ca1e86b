/**
 * The menu of the panel: the list of conversations, by a chunk of its own that is fetched when it is first wanted. What it
 * shows and does stands there; here is only whether it is open.
 */
import { adoptStyles, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { LeaveMenuEvent, MenuView } from '../menu/index.ts';

type Chunk = typeof import('../menu/index.ts');

/** From this width on (px) the list stands beside the chat of a page, as its styles say. */
const WIDE = 860;

export interface MenuHost {
  readonly client: () => MenuView['client'] | null;
  /** Where the focus goes in the chat. */
  readonly entrance: () => HTMLElement | null;
}

export class MenuController {
  #host: ReactiveControllerHost & HTMLElement;
  #config: MenuHost;
  #chunk: Chunk | undefined;
  #focus = false;
  open = false;

  constructor(host: ReactiveControllerHost & HTMLElement, config: MenuHost) {
    this.#host = host;
    this.#config = config;
  }

  /** On a wide page it is there from the start. */
  openIfWide(): void {
    if (this.#host.offsetWidth >= WIDE) void this.#load();
  }

  toggle = (): void => {
    this.#focus = true;
    if (!this.open) void this.#load();
    else this.#leave({ chosen: false, stays: false });
  };

  template(view: Pick<MenuView, 'snapshot' | 'strings' | 'locale' | 'shown'>): TemplateResult | typeof nothing {
    const client = this.#config.client();
    if (!this.open || !this.#chunk || !client) return nothing;
    return this.#chunk.menu({ ...view, client, left: this.#leave });
  }

  /** The focus goes back to the button, or into the conversation that was chosen. */
  #leave = ({ chosen, stays }: Pick<LeaveMenuEvent, 'chosen' | 'stays'>): void => {
    const host = this.#host;
    this.open = stays;
    host.requestUpdate();
    const button = host.shadowRoot?.querySelector<HTMLElement>('[part=conversations]');
    const target = chosen || stays ? this.#config.entrance() : button;
    void host.updateComplete.then(() => target?.focus({ preventScroll: true }));
  };

  /** After a press the focus goes along; a press that brings nothing may be repeated. */
  async #load(): Promise<void> {
    const host = this.#host;
    try {
      const chunk = this.#chunk ?? (await import('../menu/index.ts'));
      const { shadowRoot } = host;
      if (!this.#chunk && shadowRoot) adoptStyles(shadowRoot, [...shadowRoot.adoptedStyleSheets, chunk.menuStyles]);
      this.#chunk = chunk;
      this.open = true;
      host.requestUpdate();
      await host.updateComplete;
      if (this.#focus) host.shadowRoot?.querySelector<HTMLElement>('letta-chat-menu')?.focus();
    } catch (error) {
      console.error('<letta-chat>: the conversations could not be loaded.', error);
    }
  }
}
