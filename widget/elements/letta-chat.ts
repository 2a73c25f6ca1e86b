/**
 * `<letta-chat>`: a chat with a Letta agent. This outer element is the public surface and the only one that knows the
 * engine; what is seen is made by the elements and templates beside it, properties down, events up.
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { type ChatClient, type ChatClientOptions, createChatClient } from '../client.ts';
import type { ChatMessage, ConversationSummary, Snapshot, Status } from '../core/view.ts';
import { announcement } from './announcer.ts';
import type { LettaChatComposer } from './composer.ts';
import { EngineController } from './engine.ts';
import { FocusReturn } from './focus-return.ts';
import { styles } from './letta-chat.styles.ts';
import { MenuController } from './menu.ts';
import { LettaChatSendEvent } from './message-events.ts';
import { pageFont, pageScheme } from './page-look.ts';
import { launcher, panel } from './panel.ts';
import { RepliesController } from './replies.ts';
import { ScrollLockController } from './scroll-lock.ts';
import { type Words, withOverrides } from './strings/strings.ts';
import { ViewportController } from './viewport.ts';
import { LettaChatCloseEvent, LettaChatOpenEvent, type Trigger } from './visibility-events.ts';
import { VisitorActs } from './visitor-acts.ts';

export type Mode = 'floating' | 'inline' | 'page';
export type Theme = 'auto' | 'light' | 'dark';
export type Position = 'end' | 'start';

/**
 * @slot launcher - What opens the floating chat, in place of the round button.
 * @slot header - In place of avatar, heading and state.
 * @slot empty - In place of greeting and suggestions before the first message.
 * @slot footer - Below the composer, for a hint or a link.
 *
 * @event letta-chat-open, letta-chat-close - visibility-events.ts
 * @event letta-chat-send, letta-chat-message - message-events.ts
 * @event letta-chat-status, letta-chat-conversation, letta-chat-error - state-events.ts
 *
 * @csspart launcher, badge, panel, header, avatar, heading, state, new, close, transcript, day, greeting, suggestions,
 *   suggestion, message (with user, assistant or reasoning), bubble, text, actions, copy, error, typing, jump, notice,
 *   composer, input, preview, send, stop, limit
 *
 * @cssproperty --letta-chat-accent, --letta-chat-accent-ink, --letta-chat-surface, --letta-chat-surface-sunken,
 *   --letta-chat-ink, --letta-chat-ink-soft, --letta-chat-line, --letta-chat-control-line, --letta-chat-danger - colours
 * @cssproperty --letta-chat-font, --letta-chat-font-size, --letta-chat-radius, --letta-chat-shadow,
 *   --letta-chat-width, --letta-chat-height, --letta-chat-offset, --letta-chat-column, --letta-chat-z-index - sizes
 */
export class LettaChat extends LitElement {
  static override styles = styles;
  static override properties = {
    proxy: {},
    agent: {},
    mode: { reflect: true, useDefault: true },
    open: { type: Boolean, reflect: true },
    heading: {},
    greeting: {},
    placeholder: {},
    theme: { reflect: true, useDefault: true },
    position: { reflect: true, useDefault: true },
    imageOrigins: { attribute: 'image-origins' },
    noHighlight: { type: Boolean, attribute: 'no-highlight' },
    maths: { type: Boolean },
    single: { type: Boolean },
    conversationId: { attribute: 'conversation-id' },
    suggestions: { attribute: false },
    identity: { attribute: false },
    tools: { attribute: false },
    strings: { attribute: false },
    said: { state: true },
  };

  /** Makes the engine; replaced in tests and by pages that bring their own. */
  static createClient: (options: ChatClientOptions) => ChatClient = createChatClient;
  /** Where the proxy is when `proxy` does not say: the origin of the script; without one, the page's own. */
  static defaultProxy: string | undefined;

  /** Address of the proxy. Default: the origin of the script. */
  declare proxy: string | null;
  /** One of the names that the proxy lists. Default: its first. */
  declare agent: string | null;
  declare mode: Mode;
  /** Whether the floating panel is shown. */
  declare open: boolean;
  /** Default: the agent's title. */
  declare heading: string | null;
  declare greeting: string | null;
  declare placeholder: string | null;
  declare theme: Theme;
  /** The side of the page at which it floats. */
  declare position: Position;
  /** Origins, separated by spaces, whose images replies may show. Default: none; an image is then a link. */
  declare imageOrigins: string | null;
  /** Code in replies is not coloured. */
  declare noHighlight: boolean;
  /** `$…$` and `$$…$$` in replies are maths. */
  declare maths: boolean;
  /** One conversation and no other: no list of them, and no button for a new one. */
  declare single: boolean;
  /** The conversation to open at the start, and whenever this changes; an unknown one is a new one. Default: the last. */
  declare conversationId: string | null;
  /** Offered before the first message; a press sends one. */
  declare suggestions: readonly string[];
  /** The signed-in user's token, made by the page's server; as a function, asked whenever one is needed. */
  declare identity: ChatClientOptions['identity'];
  /** Functions of the page that the agent may call, by name. */
  declare tools: ChatClientOptions['tools'];
  /** Words in place of the built-in ones. */
  declare strings: Words | undefined;
  /** What the live region says. */
  declare protected said: string;

  #words = withOverrides(undefined);
  #trigger: Trigger | undefined;
  #focus = new FocusReturn();
  #wasShown = false;
  #addressed: ChatClient | null = null;
  #scheme: 'light' | 'dark' | undefined;
  #font = 'inherit';
  #viewport = new ViewportController(this);
  #engine = new EngineController(this, {
    config: () => ({
      proxy: this.proxy || (this.constructor as typeof LettaChat).defaultProxy || location.origin,
      agent: this.agent || null,
      identity: this.identity,
      tools: this.tools,
    }),
    create: (options) => (this.constructor as typeof LettaChat).createClient(options),
    changed: (now, before) => this.#announce(now, before),
  });

  #replies = new RepliesController(this, () => ({
    strings: this.#words,
    imageOrigins: this.imageOrigins,
    highlight: !this.noHighlight,
    maths: this.maths,
  }));

  #menu = new MenuController(this, {
    client: () => this.#engine.start(),
    entrance: () => this.#entrance,
  });

  #acts = new VisitorActs({
    client: () => this.#engine.start(),
    composer: () => this.#composer,
    send: (message) => this.send(message),
  });

  constructor() {
    super();
    this.mode = 'floating';
    this.open = false;
    this.theme = 'auto';
    this.position = 'end';
    this.imageOrigins = null;
    this.noHighlight = false;
    this.maths = false;
    this.single = false;
    this.conversationId = null;
    this.suggestions = [];
    this.said = '';
    new ScrollLockController(this, () => this.#fillsScreen);
  }

  /** What the conversation is doing. */
  get status(): Status {
    return this.#snapshot.status;
  }
  /** Oldest first. */
  get messages(): readonly ChatMessage[] {
    return this.#snapshot.messages;
  }
  /** The id of the open conversation; `null` before its first message. */
  get conversation(): string | null {
    return this.#snapshot.conversation;
  }
  get conversations(): readonly ConversationSummary[] {
    return this.#snapshot.conversations;
  }
  /** Finished replies that came while nobody looked. */
  get unread(): number {
    return this.#snapshot.unread;
  }

  /** Shows the floating panel. Resolves when it is shown. */
  show(): Promise<void> {
    return this.showBy('script');
  }

  /** Hides the floating panel; a reply that is being written goes on. */
  hide(): void {
    this.#hideBy('script');
  }

  toggle(): void {
    if (this.open) this.hide();
    else void this.show();
  }

  /** Sends a message, opened or not. Resolves when it cannot be lost any more; rejects when it is empty or `proxy` is no address. */
  async send(message: string | { text: string; images?: readonly string[] }): Promise<void> {
    const { text, images = [] } = typeof message === 'string' ? { text: message } : message;
    if (!this.dispatchEvent(new LettaChatSendEvent({ text, images }))) return;
    await this.#engine.require().send({ text, images });
  }

  /** Stops the reply, here and at the server. */
  stop(): Promise<void> {
    return this.#engine.require().stop();
  }

  /** Sends a message again that has failed. */
  retry(id: string): Promise<void> {
    return this.#engine.require().retry(id);
  }

  newConversation(): Promise<void> {
    return this.#engine.require().newConversation();
  }

  openConversation(id: string): Promise<void> {
    return this.#engine.require().openConversation(id);
  }

  /** Forgets everything about this chat that is stored on this device. */
  reset(): Promise<void> {
    return this.#engine.require().reset();
  }

  /** @internal As `show`, saying what opened it. */
  async showBy(trigger: Trigger): Promise<void> {
    this.#trigger = trigger;
    this.open = true;
    await this.updateComplete;
  }

  #hideBy(trigger: Trigger): void {
    this.#trigger = trigger;
    this.open = false;
  }

  get #snapshot(): Snapshot {
    return this.#engine.snapshot;
  }
  get #floating(): boolean {
    return this.mode !== 'inline' && this.mode !== 'page';
  }
  get #shown(): boolean {
    return this.open || !this.#floating;
  }
  get #fillsScreen(): boolean {
    return this.#floating && this.open && this.isConnected && this.#viewport.narrow;
  }
  get #composer(): LettaChatComposer | null {
    return this.renderRoot.querySelector('letta-chat-composer');
  }
  get #heading(): string {
    return this.heading || this.#snapshot.agent?.title || this.#words.heading;
  }

  /** Before the definition the loader has put its launcher into this shadow root; ours takes its place. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    this.shadowRoot?.replaceChildren();
    return super.createRenderRoot();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#attend);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#attend);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('strings')) this.#words = withOverrides(this.strings);
    if (changed.has('open') && this.open) this.#focus.remember();
    if (!this.hasUpdated || changed.has('open') || changed.has('theme') || changed.has('mode')) this.#lookAround();
    // Taken out of the page it may still be changed: that is no reason to begin anew.
    if (!this.#shown || !this.isConnected) return;
    const client = this.#engine.start();
    this.#replies.load();
    if (!this.#wasShown && this.mode === 'page' && !this.single) this.#menu.openIfWide();
    this.#wasShown = true;
    // Once for each id, whatever else changes; again when an engine is made anew.
    if (client && this.conversationId && (changed.has('conversationId') || client !== this.#addressed))
      void client.openConversation(this.conversationId).catch(report);
    this.#addressed = client;
  }

  protected override render(): TemplateResult {
    const floating = this.#floating;
    const classes = `root ${floating ? 'floating' : ''} ${this.position === 'start' ? 'start' : ''} ${this.open ? 'open' : ''}`;
    return html`<div class=${classes} data-scheme=${this.#scheme ?? nothing}>
      ${floating ? this.#launcher() : nothing} ${this.#wasShown ? this.#panel() : nothing}
      <div class="visually-hidden" role="status">${this.said}</div>
    </div>`;
  }

  #launcher(): TemplateResult {
    const { open, unread, position } = this;
    return launcher({ open, unread, atStart: position === 'start', strings: this.#words, pressed: this.#pressed });
  }

  #panel(): TemplateResult {
    const words = this.#words;
    return panel({
      snapshot: this.#snapshot,
      strings: words,
      locale: this.closest<HTMLElement>('[lang]')?.lang || undefined,
      heading: this.#heading,
      greeting: this.greeting ?? words.greeting,
      placeholder: this.placeholder ?? words.placeholder,
      suggestions: this.suggestions,
      replies: this.#replies.current,
      shown: this.#shown,
      fillsScreen: this.#fillsScreen,
      ...(this.#floating && { close: () => this.#hideBy('button') }),
      startAnew: this.#startAnew,
      menu: this.single ? null : this.#menu,
      keyPressed: this.#keyPressed,
      acts: this.#acts,
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    const root = this.renderRoot.querySelector<HTMLElement>('.root');
    root?.style.setProperty('--lc-page-font', this.#font);
    this.#attend();
    // Closed from the start is no news, and a panel that the page shows from the start takes nobody's focus.
    const trigger = this.#trigger;
    if (!changed.has('open') || !this.#floating || (changed.get('open') === undefined && !trigger)) return;
    this.#trigger = undefined;
    if (this.open) this.#opened(trigger ?? 'script');
    else this.#closed(trigger ?? 'script');
  }

  #opened(trigger: Trigger): void {
    void this.updateComplete.then(() => this.#entrance?.focus({ preventScroll: true }));
    this.dispatchEvent(new LettaChatOpenEvent({ trigger }));
  }

  /** Where the focus goes. On touch it would bring up the keyboard over what one came to read. */
  get #entrance(): HTMLElement | null {
    return matchMedia('(pointer: coarse)').matches
      ? this.renderRoot.querySelector<HTMLElement>('.panel')
      : this.#composer;
  }

  #closed(trigger: Trigger): void {
    this.#focus.restore(this.renderRoot.querySelector<HTMLElement>('letta-chat-launcher'));
    this.dispatchEvent(new LettaChatCloseEvent({ trigger }));
  }

  /** Asking the page for its looks costs a style calculation: at openings, not at each token. */
  #lookAround(): void {
    this.#scheme = pageScheme(this);
    this.#font = pageFont(this);
  }

  #attend = (): void => {
    this.#engine.setAttention(this.#shown && this.isConnected && !document.hidden);
  };

  #announce(now: Snapshot, before: Snapshot): void {
    this.said = announcement(now, before, this.#heading, this.#words) ?? this.said;
  }

  #pressed = (): void => {
    if (this.open) this.#hideBy('launcher');
    else void this.showBy('launcher');
  };

  #keyPressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented || !this.#floating) return;
    event.stopPropagation();
    this.#hideBy('escape');
  };

  #startAnew = (): void => {
    this.newConversation().catch(report);
    this.#composer?.focus();
  };
}

const report = (error: unknown): void => console.error('<letta-chat>', error);

declare global {
  interface HTMLElementTagNameMap {
    'letta-chat': LettaChat;
  }
}
