/** What is known of one conversation, in place of the list: agent, dates, number of messages, what the agent still reads; and its export. */
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { ChatClient, ConversationInfo } from '../client.ts';
import type { Snapshot } from '../core/view.ts';
import { fill } from '../elements/strings/sentences.ts';
import type { Strings } from '../elements/strings/strings.ts';
import { drawContextLine } from '../reading/context-line.ts';
import type { ExportNames, Format } from './export.ts';
import { backIcon } from './icons.ts';
import type { Item } from './list.ts';
import { titleIn } from './rows.ts';
import type { MenuStrings } from './strings.ts';

export interface DetailsView {
  readonly words: MenuStrings & ExportNames & Pick<Strings, 'menu.contextLine'>;
  readonly agent: string | undefined;
  readonly snapshot: Snapshot;
  readonly root: ParentNode;
  /** Opens the bar that finds words, in the open conversation. */
  readonly find: () => void;
}

type Exported = number | 'done' | 'failed' | undefined;

type Asked = Pick<ChatClient, 'describeConversation' | 'readMessages'>;

export class Details {
  #host: ReactiveControllerHost;
  #client: () => Asked;
  #info: ConversationInfo | undefined;
  #failed = false;
  /** What the export has come to: messages fetched, or how it ended. */
  #export: Exported;
  #closing = new AbortController();
  /** The conversation that is shown. */
  item: Item | undefined;

  constructor(host: ReactiveControllerHost, client: () => Asked) {
    this.#host = host;
    this.#client = client;
  }

  async open(item: Item): Promise<void> {
    this.close();
    this.#closing = new AbortController();
    const { signal } = this.#closing;
    this.item = item;
    this.#host.requestUpdate();
    try {
      const info = await this.#client().describeConversation(item.id);
      if (!signal.aborted) this.#info = info;
    } catch (error) {
      console.error('<letta-chat>: a conversation could not be described.', error);
      if (!signal.aborted) this.#failed = true;
    }
    this.#host.requestUpdate();
  }

  /** Whether there was something to close. */
  close(): boolean {
    const was = this.item !== undefined;
    this.#closing.abort();
    this.item = undefined;
    this.#info = undefined;
    this.#failed = false;
    this.#export = undefined;
    this.#host.requestUpdate();
    return was;
  }

  template(view: DetailsView): TemplateResult | typeof nothing {
    const { item } = this;
    if (!item) return nothing;
    const { words } = view;
    const title = titleIn(item, words);
    const from = item.open && this.#info?.inContextFrom;
    if (from) drawContextLine(view.root, view.snapshot.messages, from, words['menu.contextLine']);
    return html`<div class="menu-header">
        <button type="button" class="icon-button back" part="back" aria-label=${words['menu.backToList']} title=${words['menu.backToList']} @click=${() => this.close()}>${backIcon}</button>
        <h2 class="heading" dir="auto">${title}</h2>
      </div>
      <div class="menu-scroll details" part="details">
        ${this.#facts(item, view)}
        ${item.open ? html`<button type="button" class="plain-button find-words" part="find-words" @click=${view.find}>${words['menu.find']}</button>` : nothing}
        <div class="answers">${this.#button('md', title, item, view)} ${this.#button('json', title, item, view)}</div>
        <p class="list-note" role="status">${this.#progress(words)}</p>
      </div>`;
  }

  #facts({ agent }: Item, view: DetailsView): TemplateResult {
    const { words } = view;
    const { locale } = words;
    const current = view.snapshot.agent;
    if (this.#failed) return html`<p class="list-note" role="alert">${words['menu.detailsFailed']}</p>`;
    if (!this.#info) return html`<p class="list-note" role="status">${words['menu.loadingDetails']}</p>`;
    const { started, lastMessage, messages, more, inContextFrom, tokens } = this.#info;
    const time = (date: number) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
    const number = (value: number) => new Intl.NumberFormat(locale).format(value);
    const count = number(messages);
    const fact = (name: string, value: string) => html`<dt>${name}</dt><dd><bdi>${value}</bdi></dd>`;
    return html`<dl class="facts">
      ${fact(words['menu.agent'], view.agent ?? (current?.name === agent ? current.title : agent))} ${fact(words['menu.started'], time(started))}
      ${lastMessage === null ? nothing : fact(words['menu.lastMessage'], time(lastMessage))}
      ${fact(words['menu.messages'], more ? `${count}+` : count)}
      ${tokens === null ? nothing : fact(words['menu.tokens'], number(tokens))}
      ${fact(words['menu.context'], words[inContextFrom ? 'menu.contextPart' : 'menu.contextAll'])}
    </dl>`;
  }

  #button(format: Format, title: string, { id, agent }: Item, { words }: DetailsView): TemplateResult {
    const run = async () => {
      const { signal } = this.#closing;
      const progress = (count: number) => this.#say(count, signal);
      progress(0);
      try {
        const { exportConversation } = await import('./export.ts');
        await exportConversation({ client: this.#client(), id, title, agent, format, names: words, progress, signal });
        this.#say('done', signal);
      } catch (error) {
        console.error('<letta-chat>: the export failed.', error);
        this.#say('failed', signal);
      }
    };
    const label = words[format === 'md' ? 'menu.exportMarkdown' : 'menu.exportJson'];
    return html`<button type="button" class="plain-button" part="export" ?disabled=${typeof this.#export === 'number'} @click=${run}>${label}</button>`;
  }

  #say(state: Exported, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#export = state;
    this.#host.requestUpdate();
  }

  #progress(words: MenuStrings): string {
    if (typeof this.#export === 'number') return fill(words, 'menu.exporting', { count: this.#export });
    if (this.#export === 'failed') return words['menu.exportFailed'];
    return this.#export === 'done' ? words['menu.exported'] : '';
  }
}
