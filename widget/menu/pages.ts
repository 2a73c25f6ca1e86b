/** Fetches the list page by page. What it holds goes into the snapshot; here stands only how far it has come. */
import type { ReactiveControllerHost } from 'lit';
import type { ConversationPage, PageRequest } from '../client.ts';

/** Each conversation of a page costs the proxy a question to Letta. */
const PAGE = 30;

export class Pages {
  #host: ReactiveControllerHost;
  #list: (page: PageRequest) => Promise<ConversationPage>;
  /** What has been listed so far; the last one is where the next page begins. */
  #listed: string[] = [];
  state: 'loading' | 'more' | 'whole' | 'failed' = 'more';

  constructor(host: ReactiveControllerHost, list: (page: PageRequest) => Promise<ConversationPage>) {
    this.#host = host;
    this.#list = list;
  }

  /** The next page, unless one is on its way or there is none. */
  async next(): Promise<void> {
    if (this.state === 'loading' || this.state === 'whole') return;
    this.state = 'loading';
    this.#host.requestUpdate();
    try {
      const { conversations, more } = await this.#list({ limit: PAGE, after: this.#listed.at(-1) });
      this.#listed.push(...conversations.map(({ id }) => id));
      this.state = more ? 'more' : 'whole';
    } catch (error) {
      console.error('<letta-chat>: the list of conversations could not be had.', error);
      this.state = 'failed';
    }
    this.#host.requestUpdate();
  }

  /** One that is no more is no place to go on from. */
  drop(conversation: string): void {
    this.#listed = this.#listed.filter((id) => id !== conversation);
  }

  /** From the first page again. */
  restart(): Promise<void> {
    this.#listed = [];
    if (this.state !== 'loading') this.state = 'more';
    return this.next();
  }
}
