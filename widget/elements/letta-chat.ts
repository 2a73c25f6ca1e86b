/**
 * `<letta-chat>`: a chat with a Letta agent. This outer element is the public surface and the only one that knows the
 * engine; what is seen is made by the elements and templates beside it, properties down, events up.
 */
import { type CSSResult, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { createFirstClient } from '../client/first.ts';
import type { ChatClient, ChatClientOptions } from '../client.ts';
import type { ChatMessage, ConversationSummary, Snapshot, Status } from '../core/view.ts';
import { announcement } from './announcer.ts';
import { ComposerController } from './composer.ts';
import { EngineController } from './engine.ts';
import { type ReturnFocus, rememberFocus } from './focus-return.ts';
import { LanguageController } from './language.ts';
import type { Later } from './later.ts';
import { LazyChunk } from './lazy-chunk.ts';
import { stylesWith } from './letta-chat.styles.ts';
import type { Replies, RepliesConfig } from './markdown.ts';
import { LettaChatSendEvent } from './message-events.ts';
import { isParticular, type PageLook, pageLook } from './page-look.ts';
import { launcher, panel } from './panel.ts';
import { LettaChatSettings } from './settings.ts';
import { firstWords, type Strings } from './strings/strings.ts';
import { TranscriptController } from './transcript.ts';
import { ViewportController } from './viewport.ts';
import { LettaChatCloseEvent, LettaChatOpenEvent, type Trigger } from './visibility-events.ts';
import { type ActsHost, report, visitorActs } from './visitor-acts.ts';

/** Its slots, parts, custom properties and events are described at what it extends. */
export class LettaChat extends LettaChatSettings {
  /** The styles of its own box (`host.styles.ts`), which whoever registers it sets. */
  static hostStyles = '';
  /** Makes the engine; replaced in tests and by pages that bring their own. */
  static createClient: (options: ChatClientOptions) => ChatClient = createFirstClient;
  /** Where the proxy is when `proxy` does not say: the origin of the script; without one, the page's own. */
  static defaultProxy: string | undefined;
  static override get styles(): CSSResult {
    return stylesWith(LettaChat.hostStyles);
  }

  /** What the live region says. */
  #said = '';
  #defaults = firstWords;
  #words = firstWords;
  #language = new LanguageController(this, () => {
    this.#learn();
    this.requestUpdate();
  });
  #trigger: Trigger | undefined;
  #returnFocus: ReturnFocus | undefined;
  #wasShown = false;
  /** The engine of the last update, which has been told the `conversationId`. */
  #addressed: ChatClient | null = null;
  #look: PageLook | undefined;
  #viewport = new ViewportController(this, () => this.#floating && this.open);
  #engine = new EngineController(this, {
    config: () => ({
      proxy: this.proxy || (this.constructor as typeof LettaChat).defaultProxy || location.origin,
      agent: this.agent || null,
      identity: this.identity,
      tools: this.tools,
    }),
    create: (options) => (this.constructor as typeof LettaChat).createClient(options),
    changed: (now, before) => this.#changed(now, before),
  });

  #replies: ((config: RepliesConfig) => Replies) | undefined;
  #markdown = new LazyChunk(
    this,
    () => import('./markdown.ts'),
    ({ words, createReplies }) => {
      this.#learn(words);
      this.#replies = createReplies();
    },
  );
  #later: LazyChunk<Later> = new LazyChunk(
    this,
    () => import('./later.ts'),
    ({ words, attend }) => {
      this.#learn(words);
      this.#beside = attend(this, {
        client: () => this.#addressed,
        composer: this.#composer,
        entrance: () => this.#entrance,
        words: () => this.#words,
      });
    },
  );

  #beside: ReturnType<Later['attend']> | undefined;
  #particular = new LazyChunk(this, () => import('./forced-colours.ts'));

  #host: ActsHost = {
    client: () => this.#engine.start(),
    composer: () => this.#composer,
    send: (message) => this.send(message),
    enter: () => this.#enter(),
  };
  #acts = { ...visitorActs(this.#host), host: this.#host, loadLater: () => this.#later.load() };
  #composer = new ComposerController(this, this.#acts);
  #transcript = new TranscriptController(this, this.#acts);

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
  /** The visitor's conversations as far as they are known, newest first. */
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

  /** Shows the floating panel or hides it. */
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

  /** `agent`: a name from the proxy's list, where the attribute `agent` names none. Default: whoever answered last. */
  newConversation(agent?: string): Promise<void> {
    return this.#engine.require().newConversation(agent);
  }

  /** Opens one of the visitor's conversations; an unknown id opens a new one. */
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

  /**
   * Shows the words in a bubble beside the launcher, once. Resolves with whether it shows: not while the chat is open or when it has
   * been, nor when the visitor has closed one during this visit.
   */
  async nudge(text: string): Promise<boolean> {
    return (await this.#greeter()).say(text);
  }

  #greeter = async () => (await import('../panel/greeting.ts')).attend(this);

  #hideBy(trigger: Trigger): void {
    this.#trigger = trigger;
    this.open = false;
  }

  get #snapshot(): Snapshot {
    return this.#engine.snapshot;
  }
  /** At which side of its own direction it stands, which may be another than the page's. */
  get #atStart(): boolean {
    return (this.position === 'start') !== !!this.#language.speech.dir;
  }
  get #floating(): boolean {
    return this.mode !== 'inline' && this.mode !== 'page';
  }
  get #shown(): boolean {
    return this.open || !this.#floating;
  }
  get #heading(): string {
    return this.heading || this.#snapshot.agent?.title || this.#words.heading;
  }

  /** What is seen first is in the visitor's language. */
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated) {
      await this.#language.ready;
      // Until now the loader's launcher has stood in this shadow root; ours takes its place.
      this.renderRoot.replaceChildren();
      this.renderOptions.renderBefore = null;
    }
    super.scheduleUpdate();
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
    if (changed.has('strings')) this.#learn();
    if (changed.has('open') && this.open) {
      this.#returnFocus = rememberFocus();
      this.#language.follow();
    }
    const news = [...changed.keys()].join();
    const looks = !this.hasUpdated || /open|theme|mode|page/.test(news);
    if (changed.has('theme')) this.setAttribute('theme', this.theme); // Lit does it later than the next line looks
    if (looks) this.#look = pageLook(this); // a style calculation: at openings, not at each token
    if (/nudge|shortcut/.test(news)) this.#greeter().catch(report);
    // Taken out of the page it may still be changed: that is no reason to begin anew.
    if (!this.#shown || !this.isConnected) return;
    if (looks && isParticular()) void this.#particular.load();
    const client = this.#engine.start();
    if (!this.#wasShown || changed.has('open')) void this.#markdown.load();
    // A page has room for the list of conversations, who is signed in may have some from elsewhere, and a voice has its buttons.
    if (!this.#wasShown && (this.mode === 'page' || this.identity || this.voiceInput || this.readAloud))
      void this.#later.load();
    this.#wasShown = true;
    // Once for each id, whatever else changes; again when an engine is made anew.
    if (client && this.conversationId && (changed.has('conversationId') || client !== this.#addressed))
      client.openConversation(this.conversationId).catch(report);
    this.#addressed = client;
  }

  protected override render(): TemplateResult {
    const floating = this.#floating;
    const { speech } = this.#language;
    const classes = `root ${floating ? 'floating' : ''} ${this.#atStart ? 'start' : ''} ${this.open ? 'open' : ''}`;
    return html`<div class=${classes} lang=${speech.words.locale ?? nothing} dir=${speech.dir ?? nothing} data-scheme=${this.#look?.scheme ?? nothing} ?data-plain=${this.#look?.plain}>
      ${floating ? this.#launcher() : nothing} ${this.#wasShown ? this.#panel() : nothing}
      <div class="visually-hidden" role="status">${this.#said}</div>
    </div>`;
  }

  #launcher(): TemplateResult {
    const { label, icon, open, unread } = this;
    const [strings, pressed, atStart, later] = [this.#words, this.#pressed, this.#atStart, this.#later.current];
    return launcher({ label, icon, open, unread, atStart, later, strings, pressed });
  }

  #panel(): TemplateResult {
    const strings = this.#words;
    const snapshot = this.#snapshot;
    const { menu, voice } = this.#beside ?? {};
    const shownMenu = this.single ? undefined : menu;
    const { imageOrigins, noHighlight, maths, suggestions } = this;
    const view = {
      snapshot,
      running: isRunning(snapshot),
      strings,
      later: this.#later.current,
      replies: this.#replies?.({ strings, imageOrigins, noHighlight, maths }),
      heading: this.#heading,
      greeting: this.greeting ?? snapshot.agent?.greeting ?? strings.greeting,
      suggestions: suggestions.length ? suggestions : (snapshot.agent?.suggestions ?? []),
      placeholder: this.placeholder ?? strings.placeholder,
      shown: this.#shown,
      fillsScreen: this.#viewport.filled,
      close: this.#floating ? () => this.#hideBy('button') : undefined,
      host: this.#host,
      menu: shownMenu,
      branch: shownMenu?.branch,
      rate: this.feedback ? menu?.rate : undefined,
      voice: voice?.current,
      keyPressed: this.#keyPressed,
      take: this.#composer.take,
    };
    return panel(view, this.#transcript.render(view), this.#composer.render(view));
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#attend();
    // Closed from the start is no news, and a panel that the page shows from the start takes nobody's focus.
    const trigger = this.#trigger;
    if (!changed.has('open') || !this.#floating || (changed.get('open') === undefined && !trigger)) return;
    this.#trigger = undefined;
    if (this.open) this.#opened(trigger ?? 'script');
    else this.#closed(trigger ?? 'script');
  }

  #opened(trigger: Trigger): void {
    void this.updateComplete.then(this.#enter);
    this.dispatchEvent(new LettaChatOpenEvent({ trigger }));
  }

  /** Where the focus goes. On touch it would bring up the keyboard over what one came to read. */
  get #entrance(): HTMLElement | null {
    return matchMedia('(pointer: coarse)').matches
      ? this.renderRoot.querySelector<HTMLElement>('.panel')
      : this.#composer.input;
  }

  #enter = (): void => this.#entrance?.focus({ preventScroll: true });

  #closed(trigger: Trigger): void {
    this.#returnFocus?.(this, this.renderRoot.querySelector<HTMLElement>('letta-chat-launcher'));
    this.dispatchEvent(new LettaChatCloseEvent({ trigger }));
  }

  #attend = (): void => {
    this.#engine.setAttention(this.#shown && this.isConnected && !document.hidden);
  };

  #changed(now: Snapshot, before: Snapshot): void {
    void announcement(now, before, this.#heading, () => this.#words, this.#acts.loadLater).then((said) => {
      if (said === null) return;
      this.#said = said;
      this.requestUpdate();
    });
    // The first reply has ended, or there is something of an earlier visit, or a face, or trouble that wants its words; or thoughts.
    const { messages, conversations, agent, problem, storage, unread } = now;
    const wanted = isRunning(now)
      ? messages.at(-1)?.role === 'reasoning'
      : messages.length ||
        conversations.length ||
        agent?.avatar ||
        storage === 'memory' ||
        unread ||
        (problem && !/^(?:offline|unreachable)$/.test(problem.code));
    if (wanted) void this.#later.load();
  }

  /** Words that have come with a chunk, in another language, or from the page. */
  #learn(words?: Partial<Strings>): void {
    this.#defaults = { ...this.#defaults, ...words };
    this.#words = { ...this.#defaults, ...this.#language.speech.words, ...this.strings };
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
}

/** Whether there is something to stop. */
const isRunning = ({ status }: Snapshot): boolean => !/idle|waiting|failed/.test(status);

declare global {
  interface HTMLElementTagNameMap {
    'letta-chat': LettaChat;
  }
}
