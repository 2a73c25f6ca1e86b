/**
 * The menu of the panel: the list of conversations, by a chunk of its own that is fetched when it is first wanted. What it
 * shows and does stands there; here are its button, the one for a new conversation, and whether it is open.
 */
import { html, nothing, type ReactiveElement, type TemplateResult } from 'lit';
import type { ChatClient, RequestError } from '../client.ts';
import type { ChatMessage } from '../core/view.ts';
import type { LeaveMenuEvent, MenuView } from '../menu/index.ts';
import { ContextLine } from '../reading/context-line.ts';
import { createRate, type Rate } from './feedback.ts';
import { composeIcon, listIcon } from './icons-later.ts';
import { startAnew } from './later-acts.ts';
import { LazyChunk } from './lazy-chunk.ts';
import { iconButton, type PanelView } from './panel.ts';

/** From this width on (px) the list stands beside the chat of a page, as its styles say. */
const WIDE = 860;

export interface MenuHost {
  readonly client: () => (MenuView['client'] & Pick<ChatClient, 'snapshot' | 'forkConversation' | 'rate'>) | null;
  /** Whether the page has chosen the agent. */
  readonly pinned: () => boolean;
  /** Where the focus goes in the chat. */
  readonly entrance: () => HTMLElement | null;
  /** Puts words back into the composer. */
  readonly restore: (text: string, images: readonly string[]) => void;
}

export class MenuController {
  #host: ReactiveElement;
  #config: MenuHost;
  #chunk: LazyChunk<typeof import('../menu/index.ts')>;
  #trouble: { readonly conversation: string; readonly word: 'branchFailed' | 'branchUnsupported' } | null = null;
  readonly rate: Rate;
  readonly #contextLine: ContextLine;
  open = false;
  /** The visitor has closed it where it stood beside the chat. */
  #unwanted = false;

  constructor(host: ReactiveElement, config: MenuHost) {
    this.#host = host;
    this.#config = config;
    this.rate = createRate(host, config.client);
    this.#contextLine = new ContextLine(host, config.client);
    this.#chunk = new LazyChunk(host, () => import('../menu/index.ts'));
  }

  /** On a wide page it stands beside the chat unless the visitor has closed it; where the page becomes narrow it gives way. */
  openIfWide(): void {
    let wasWide = false;
    new ResizeObserver(() => {
      const isWide = this.#isWide;
      if (isWide === wasWide) return;
      wasWide = isWide;
      if (!isWide && this.open) this.#giveWay();
      else if (isWide && !this.#unwanted) void this.#show();
    }).observe(this.#host);
  }

  toggle = (): void => {
    if (this.open) this.#leave({ chosen: false, stays: false });
    else void this.#show().then(() => this.#focus('letta-chat-menu'));
  };

  get #isWide(): boolean {
    return this.#host.matches('[mode=page]') && this.#host.offsetWidth >= WIDE;
  }

  /** The focus stays where it is, unless it is lost with the list. */
  #giveWay(): void {
    const isInside = (this.#host.shadowRoot?.activeElement ?? null)?.closest('letta-chat-menu');
    if (isInside) void this.#leave({ chosen: false, stays: false });
    this.open = false;
    this.#host.requestUpdate();
  }

  buttons({ snapshot, strings, host }: PanelView): TemplateResult {
    return html`${snapshot.messages.length ? iconButton('new', strings.newConversation, composeIcon, () => startAnew(host)) : nothing}
    ${iconButton('conversations', strings.conversations, listIcon, this.toggle, this.open)}`;
  }

  /** Opens a branch of the conversation that ends before this message, with its words in the composer. */
  branch = async ({ id, text, images }: ChatMessage): Promise<void> => {
    const client = this.#config.client();
    const conversation = client?.snapshot.conversation;
    if (!client || !conversation) return;
    this.#trouble = null;
    try {
      const branch = await client.forkConversation(conversation, id);
      await (branch === null ? client.newConversation() : client.openConversation(branch));
      this.#host.requestUpdate();
      await this.#host.updateComplete; // the composer has let go of the other conversation's words
      this.#config.restore(text, images);
      this.#config.entrance()?.focus({ preventScroll: true });
    } catch (error) {
      console.error('<letta-chat>', error);
      const unsupported = (error as Partial<RequestError>).failure?.code === 'invalid_request';
      this.#trouble = { conversation, word: unsupported ? 'branchUnsupported' : 'branchFailed' };
    }
    this.#host.requestUpdate();
  };

  /** What went wrong in this conversation; where nobody answers any more, a way on, which hides the composer. */
  foot(view: PanelView): TemplateResult {
    const { snapshot, strings } = view;
    this.#contextLine.view = view;
    const { conversation, word } = this.#trouble ?? {};
    return html`${
      word && conversation === snapshot.conversation
        ? html`<p class="notice" part="notice" role="alert">${strings[word]}</p>`
        : nothing
    }
    ${snapshot.agent?.removed ? farewell(view) : nothing}`;
  }

  template(view: Pick<MenuView, 'snapshot' | 'strings' | 'shown'>): TemplateResult | typeof nothing {
    const client = this.#config.client();
    const chunk = this.#chunk.current;
    return this.open && chunk && client
      ? chunk.menu({ ...view, client, pinned: this.#config.pinned(), left: this.#leave })
      : nothing;
  }

  /** The focus goes back to the button, or into the conversation that was chosen. */
  #leave = async ({ chosen, stays }: Pick<LeaveMenuEvent, 'chosen' | 'stays'>): Promise<void> => {
    this.open = stays;
    this.#unwanted = !stays && this.#isWide;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    if (chosen || stays) this.#config.entrance()?.focus({ preventScroll: true });
    else this.#focus('[part=conversations]');
  };

  /** A press that brings nothing may be repeated. */
  async #show(): Promise<void> {
    this.#unwanted = false;
    this.open = !!(await this.#chunk.load());
    this.#host.requestUpdate();
    await this.#host.updateComplete;
  }

  #focus(selector: string): void {
    this.#host.renderRoot.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  }
}

const farewell = ({ strings, host }: PanelView): TemplateResult => html`<div class="farewell" part="farewell">
  <span>${strings.agentRemoved}</span>
  <button type="button" class="text-button" @click=${() => startAnew(host)}>${strings.newConversation}</button>
</div>`;
