/**
 * `<letta-chat-menu>`: the list of the visitor's conversations, with search, renaming and deleting, and the privacy menu at its
 * foot. It renders into the shadow tree of `<letta-chat>`, which hands in the engine's part that it needs.
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ChatClient } from '../client.ts';
import type { Snapshot } from '../core/view.ts';
import { composeIcon } from '../elements/icons-later.ts';
import { LightElement } from '../elements/light-element.ts';
import { Agents } from './agents.ts';
import { Deletions } from './deletions.ts';
import { Details } from './details.ts';
import { backIcon } from './icons.ts';
import { MenuKeys } from './keys.ts';
import { LeaveMenuEvent } from './leave.ts';
import { found, type Item, itemsOf } from './list.ts';
import { Pages } from './pages.ts';
import { end, search, toast } from './parts.ts';
import { type PrivacyState, privacy } from './privacy.ts';
import { editor, type RowActs, row, titleIn } from './rows.ts';
import { menuEnglish } from './strings.ts';

/** What the menu asks of the engine. */
export type MenuClient = Pick<
  ChatClient,
  | 'listConversations'
  | 'renameConversation'
  | 'deleteConversation'
  | 'openConversation'
  | 'newConversation'
  | 'deleteEverything'
  | 'listAgents'
  | 'describeConversation'
  | 'readMessages'
>;

/** So many are found without a search. */
const FEW = 5;

/** How many more lines are drawn when the reader comes to the end. */
const MORE = 30;

export class LettaChatMenu extends LightElement {
  static override properties = {
    ...LightElement.properties,
    client: { attribute: false },
    snapshot: { attribute: false },
    pinned: { attribute: false },
    shown: { attribute: false },
    query: { state: true },
    current: { state: true },
    editing: { state: true },
    expanded: { state: true },
    privacy: { state: true },
    said: { state: true },
    trouble: { state: true },
    drawn: { state: true },
  };
  declare client: MenuClient;
  declare snapshot: Snapshot;
  /** Whether the page has chosen the agent. */
  declare pinned: boolean;
  /** Whether the panel is. */
  declare shown: boolean;
  declare protected query: string;
  declare protected current: string | null;
  declare protected editing: string | null;
  declare protected expanded: string | null;
  declare protected privacy: PrivacyState;
  /** What the live region says. */
  declare protected said: string;
  declare protected trouble: string;
  /** How many lines are drawn at most. */
  declare protected drawn: number;

  #pages = new Pages(this, (page) => this.client.listConversations(page));
  #agents = new Agents(this);
  #details = new Details(this, () => this.client);
  #deletions = new Deletions(this, {
    remove: (id) => this.#remove(id),
    failed: (error) => this.#failed(this.#words['menu.deleteFailed'], error),
  });
  #keys = new MenuKeys(this, {
    move: (id) => {
      this.current = id;
    },
    edit: (id) => this.#find(id, this.#acts.edit),
    remove: (id) => this.#find(id, this.#acts.remove),
    leave: () => this.#details.close() || this.#leave(false, this.#beside),
  });
  #end = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.#drawMore());

  #acts: RowActs = {
    open: (item) => this.#open(item),
    edit: ({ id }) => {
      this.editing = id;
      this.expanded = null;
    },
    remove: (item) => this.#delete(item),
    info: (item) => void this.#details.open(item).then(() => this.focus()),
    expand: ({ id }) => {
      this.expanded = this.expanded === id ? null : id;
    },
    rename: (item, title) => this.#rename(item, title),
    cancel: ({ id }) => this.#stopEditing(id),
  };

  constructor() {
    super();
    this.shown = true;
    this.pinned = false;
    this.query = '';
    this.current = null;
    this.editing = null;
    this.expanded = null;
    this.privacy = 'closed';
    this.said = '';
    this.trouble = '';
    this.drawn = MORE;
  }

  get #words() {
    return { ...menuEnglish, ...this.strings };
  }

  get #items(): readonly Item[] {
    return itemsOf(this.snapshot).filter(({ id }) => !this.#deletions.hides(id));
  }

  /** Whether the list stands beside the chat and leaves it in sight. */
  get #beside(): boolean {
    return this.offsetWidth < (this.parentElement?.clientWidth ?? 0);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('keydown', this.#keys.pressed);
    if (this.hasUpdated) void this.#pages.restart();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('keydown', this.#keys.pressed);
    this.#end.disconnect();
  }

  protected override firstUpdated(): void {
    void this.#pages.restart();
    if (!this.pinned) this.#agents.load(() => this.client.listAgents());
  }

  /** Puts the focus where the arrow keys begin: on the open conversation, or what there is. */
  override focus(): void {
    const find = (selector: string) => this.querySelector<HTMLElement>(selector);
    const focus = () => (find('.conversation-open[tabindex="0"]') ?? find('.back'))?.focus();
    void this.updateComplete.then(focus); // it may have been put into the page just now
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('shown') && !this.shown) this.#deletions.commit();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('editing')) this.#takeFocus(this.querySelector<HTMLInputElement>('.title-field'));
    // What a search has not found yet may be further back.
    if (this.query && this.#pages.state === 'more' && found(this.#items, this.query).length < this.drawn)
      void this.#pages.next();
    const end = this.querySelector('.end');
    this.#end.disconnect();
    if (end) this.#end.observe(end); // tells at once when it is in sight, so one page after the other is fetched until it is not
  }

  #takeFocus(field: HTMLInputElement | null): void {
    field?.focus();
    field?.select();
  }

  protected override render(): TemplateResult | typeof nothing {
    const words = this.#words;
    if (this.#details.item) return this.#about(this.#details.item);
    const all = this.#items;
    const items = found(all, this.query);
    const current = items.find(({ id }) => id === this.current) ?? items.find(({ open }) => open) ?? items[0];
    const [now, drawn] = [Date.now(), items.slice(0, this.drawn)];
    const view = (item: Item) => ({
      item,
      agent: this.#agents.titleOf(item.agent),
      words,
      now,
      locale: this.strings.locale,
      current: item === current,
      expanded: item.id === this.expanded,
      acts: this.#acts,
    });
    return html`<div class="menu-header">
        <button type="button" class="icon-button back" part="back" aria-label=${words['menu.backToChat']} title=${words['menu.backToChat']} @click=${() => this.#leave(false, false)}>${backIcon}</button>
        <h2 class="heading">${words['menu.conversations']}</h2>
        <button type="button" class="icon-button" part="new" aria-label=${this.strings.newConversation} title=${this.strings.newConversation} aria-expanded=${this.#agents.several ? this.#agents.choosing : nothing} @click=${this.#startAnew}>${composeIcon}</button>
      </div>
      ${this.#agents.choice(words, ({ name }) => this.#startWith(name))}
      ${this.snapshot.conversations.length > FEW || this.query ? search(words, this.query, this.#searched) : nothing}
      <div class="menu-scroll">
        <ul class="conversations" role="list" aria-label=${words['menu.conversations']} part="conversation-list">
          ${repeat(
            drawn,
            ({ id }) => id,
            (item) => (item.id === this.editing ? editor(view(item)) : row(view(item))),
          )}
        </ul>
        ${end({ words, pages: this.#pages, query: this.query, found: items.length, drawn: drawn.length })}
      </div>
      <div class="menu-toasts">
        ${this.trouble ? html`<p class="trouble" role="alert">${this.trouble}</p>` : nothing} ${toast(words, this.#deletions.pending, this.#deletions, this.#undo)}
      </div>
      ${privacy({
        state: this.privacy,
        words,
        deleteThis: this.#openItem ? this.#deleteOpen : undefined,
        deleteAll: this.#deleteAll,
        change: this.#changePrivacy,
      })}
      <div class="visually-hidden" role="status">${this.said}</div>`;
  }

  #about({ agent }: Item): TemplateResult | typeof nothing {
    return this.#details.template({
      words: this.#words,
      agent: this.#agents.titleOf(agent),
      snapshot: this.snapshot,
      root: this.parentElement ?? this,
      find: this.#findWords,
    });
  }

  /** By the key that the chat listens to, once it has taken the list's place. */
  #findWords = (): void => {
    const panel = this.parentElement;
    this.#details.close();
    this.#leave(true, this.#beside);
    const key = new KeyboardEvent('keydown', { key: 'f', ctrlKey: true, cancelable: true });
    requestAnimationFrame(() => panel?.dispatchEvent(key));
  };

  get #openItem(): Item | undefined {
    return this.#items.find(({ open }) => open);
  }

  #find(id: string, act: (item: Item) => void): void {
    const item = this.#items.find((one) => one.id === id);
    if (item) act(item);
  }

  #drawMore(): void {
    const { length } = found(this.#items, this.query);
    if (length > this.drawn) this.drawn += MORE;
    else void this.#pages.next();
  }

  #searched = (event: Event): void => {
    this.query = (event.currentTarget as HTMLInputElement).value;
    this.drawn = MORE;
  };

  #open({ id, open }: Item): void {
    this.current = id;
    this.trouble = '';
    if (!open) this.#report(this.client.openConversation(id));
    this.#leave(true, this.#beside);
  }

  #startAnew = async (): Promise<void> => {
    await this.#agents.loaded;
    if (this.#agents.several) this.#choose();
    else this.#startWith();
  };

  #choose(): void {
    this.#agents.toggle();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('.agent')?.focus());
  }

  #startWith(agent?: string): void {
    this.#agents.toggle(false);
    this.#report(this.client.newConversation(agent));
    this.#leave(true, this.#beside);
  }

  #leave(chosen: boolean, stays: boolean): void {
    this.dispatchEvent(new LeaveMenuEvent(chosen, stays));
  }

  /** Empty or unchanged, the old title stays. Leaving the field after Enter or Escape comes here once more. */
  #rename(item: Item, title: string): void {
    if (this.editing !== item.id) return;
    this.#stopEditing(item.id);
    if (!title || title === item.title) return;
    this.trouble = '';
    this.client
      .renameConversation(item.id, title)
      .catch((error: unknown) => this.#failed(this.#words['menu.renameFailed'], error));
  }

  #stopEditing(id: string): void {
    this.editing = null;
    this.#focusRow(id);
  }

  /** The next line takes the focus; without one the one before. */
  #delete(item: Item): void {
    const items = found(this.#items, this.query);
    const at = items.findIndex(({ id }) => id === item.id);
    const next = items[at + 1] ?? items[at - 1];
    this.expanded = null;
    this.trouble = '';
    this.#deletions.begin({ id: item.id, title: titleIn(item, this.#words), open: item.open });
    if (item.open) this.#report(this.client.newConversation());
    this.#focusRow(next?.id);
  }

  #deleteOpen = (): void => {
    this.privacy = 'closed';
    if (this.#openItem) this.#delete(this.#openItem);
  };

  #undo = (): void => {
    const deletion = this.#deletions.undo();
    if (!deletion) return;
    if (deletion.open) this.#report(this.client.openConversation(deletion.id));
    this.said = this.#words['menu.restored'];
    this.#focusRow(deletion.id);
  };

  async #remove(id: string): Promise<void> {
    await this.client.deleteConversation(id);
    this.#pages.drop(id);
  }

  #changePrivacy = (state: PrivacyState): void => {
    this.privacy = state;
    const wanted = state === 'asking' ? '[data-cancel]' : state === 'open' ? '[data-all]' : '.privacy-toggle';
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(`.privacy ${wanted}`)?.focus());
  };

  #deleteAll = async (): Promise<void> => {
    this.privacy = 'deleting';
    this.trouble = '';
    this.#deletions.undo(); // all of them go
    try {
      await this.client.deleteEverything();
      this.#changePrivacy('closed');
      this.said = this.#words['menu.deletedAll'];
    } catch (error) {
      this.#changePrivacy('asking');
      this.#failed(this.#words['menu.deleteFailed'], error);
    }
  };

  #focusRow(id: string | undefined): void {
    if (id !== undefined) this.current = id;
    this.focus();
  }

  #failed(sentence: string, error: unknown): void {
    console.error('<letta-chat>', error);
    this.trouble = sentence;
  }

  /** What can go wrong in opening one, the chat itself shows. */
  #report(work: Promise<void>): void {
    work.catch((error: unknown) => console.error('<letta-chat>', error));
  }
}
