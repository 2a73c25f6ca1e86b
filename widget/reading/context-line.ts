/**
 * The line above the first message that the agent still reads word by word. Where it is, the proxy is asked once for each
 * conversation that is opened and longer than a page; of a shorter one, only when the visitor looks it up.
 */
import type { ReactiveController, ReactiveElement } from 'lit';
import type { ChatClient } from '../client.ts';
import type { Snapshot } from '../core/view.ts';
import type { Strings } from '../elements/strings/strings.ts';

interface View {
  readonly snapshot: Snapshot;
  readonly strings: Strings;
}

export class ContextLine implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #client: () => Pick<ChatClient, 'describeConversation'> | null;
  /** The conversation that was asked about. */
  #conversation: string | null = null;
  #from: string | null = null;
  /** What it was last drawn among: messages, and how many rows of them were in the page. */
  #drawn: readonly unknown[] = [];
  /** What is shown. */
  view: View | undefined;

  constructor(host: ReactiveElement, client: () => Pick<ChatClient, 'describeConversation'> | null) {
    this.#host = host;
    this.#client = client;
    host.addController(this);
  }

  /** Not while a reply streams: the line is above all that is new. */
  hostUpdated(): void {
    const { snapshot, strings } = this.view ?? {};
    if (!snapshot || !strings || snapshot.status !== 'idle') return;
    const { conversation, hasOlder, messages } = snapshot;
    if (conversation !== this.#conversation && hasOlder && messages.length > 0) void this.#ask(conversation);
    if (!this.#from || conversation !== this.#conversation) return;
    const among = [this.#from, messages, this.#host.renderRoot.querySelectorAll('letta-chat-message').length];
    if (among.every((one, i) => one === this.#drawn[i])) return;
    this.#drawn = among;
    drawContextLine(this.#host.renderRoot, messages, this.#from, strings['menu.contextLine']);
  }

  async #ask(conversation: string | null): Promise<void> {
    this.#conversation = conversation;
    this.#from = null;
    // Without an answer there is no line: what went wrong is said by the information on the conversation.
    const info =
      conversation &&
      (await this.#client()
        ?.describeConversation(conversation, false)
        .catch(() => null));
    if (!info || conversation !== this.#conversation) return;
    this.#from = info.inContextFrom;
    this.#host.requestUpdate();
  }
}

/** Draws it where the message is in the page, and takes it away elsewhere. */
export function drawContextLine(root: ParentNode, messages: Snapshot['messages'], id: string, label: string): void {
  const rows = [...root.querySelectorAll<HTMLElement>('letta-chat-message')];
  const first = messages.length - rows.length;
  for (const [index, row] of rows.entries()) {
    if (messages[first + index]?.id === id) row.dataset['context'] = label;
    else delete row.dataset['context'];
  }
}
