/**
 * A client for the elements' tests: it holds a snapshot that the test replaces, and records what is asked of it.
 * What the real one does with that is tested where it lives.
 */

import { proxyUrl } from '../../../widget/client/visitor.ts';
import type {
  Agent,
  ChatClient,
  ChatClientOptions,
  ConversationInfo,
  ConversationPage,
  MessagePage,
  PageRequest,
} from '../../../widget/client.ts';
import type { ChatMessage, Snapshot } from '../../../widget/core/view.ts';
import { EMPTY } from '../../../widget/elements/engine.ts';

type Listener = (snapshot: Snapshot, previous: Snapshot) => void;

export interface Call {
  readonly name: string;
  readonly value?: unknown;
}

export class FakeClient implements ChatClient {
  /** Every fake that was made, the newest last. */
  static readonly made: FakeClient[] = [];

  readonly options: ChatClientOptions;
  readonly calls: Call[] = [];
  snapshot: Snapshot = { ...EMPTY, storage: 'persistent' };
  closed = false;
  /** What `send` rejects with, if anything. */
  refusal: Error | undefined;
  #listeners = new Set<Listener>();

  constructor(options: ChatClientOptions) {
    proxyUrl(options.proxy); // as the real one: an address or an error
    this.options = options;
    FakeClient.made.push(this);
  }

  static latest(): FakeClient {
    const client = FakeClient.made.at(-1);
    if (!client) throw new Error('No client was made.');
    return client;
  }

  /** Replaces parts of the snapshot and tells the listeners. */
  show(change: Partial<Snapshot>): void {
    const previous = this.snapshot;
    this.snapshot = { ...previous, ...change };
    for (const listener of this.#listeners) listener(this.snapshot, previous);
  }

  /** What was asked under this name, oldest first. */
  asked(name: string): unknown[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.value);
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async send(message: string | { text: string; images?: readonly string[] }): Promise<void> {
    this.#note('send', message);
    if (this.refusal) throw this.refusal;
  }

  start = () => this.#done('start');
  stop = () => this.#done('stop');
  retry = (id: string) => this.#done('retry', id);
  discard = (id: string) => this.#done('discard', id);
  loadOlder = () => this.#done('loadOlder');
  newConversation = (agent?: string) => this.#done('newConversation', agent);
  openConversation = (id: string) => this.#done('openConversation', id);
  /** What `listConversations` gives, page by page. */
  pages: ConversationPage[] = [{ conversations: [], more: false }];
  async listConversations(page: PageRequest = {}): Promise<ConversationPage> {
    this.#note('listConversations', page);
    if (this.refusal) throw this.refusal;
    return this.pages.shift() ?? { conversations: [], more: false };
  }
  agents: Agent[] = [];
  listAgents = async () => this.agents;
  info: ConversationInfo | undefined;
  async describeConversation(id: string): Promise<ConversationInfo> {
    this.#note('describeConversation', id);
    if (!this.info) throw this.refusal ?? new Error('The fake client describes none.');
    return this.info;
  }
  /** What `readMessages` gives, the newest page first. */
  history: ChatMessage[][] = [];
  async readMessages(id: string, before = '0'): Promise<MessagePage> {
    this.#note('readMessages', [id, before]);
    const page = Number(before);
    return { messages: this.history[page] ?? [], before: this.history[page + 1] ? String(page + 1) : null };
  }
  /** What `forkConversation` gives. */
  branch: string | null = null;
  async forkConversation(id: string, messageId?: string): Promise<string | null> {
    this.#note('forkConversation', [id, messageId]);
    if (this.refusal) throw this.refusal;
    return this.branch;
  }
  async renameConversation(id: string, title: string): Promise<void> {
    this.#note('renameConversation', [id, title]);
    if (this.refusal) throw this.refusal;
  }
  async deleteEverything(): Promise<void> {
    this.#note('deleteEverything');
    if (this.refusal) throw this.refusal;
  }
  async deleteConversation(id: string): Promise<void> {
    this.#note('deleteConversation', id);
    if (this.refusal) throw this.refusal;
    this.show({ conversations: this.snapshot.conversations.filter((one) => one.id !== id) });
  }
  async rate(id: string, value: unknown): Promise<void> {
    this.#note('rate', [id, value]);
    if (this.refusal) throw this.refusal;
  }
  reset = () => this.#done('reset');
  setDraft = (text: string) => this.#note('setDraft', text);
  setAttention = (looking: boolean) => this.#note('setAttention', looking);

  close(): void {
    this.closed = true;
  }

  #note(name: string, value?: unknown): void {
    this.calls.push({ name, value });
  }

  async #done(name: string, value?: unknown): Promise<void> {
    this.#note(name, value);
  }
}

let counter = 0;

/** A message as the engine would show it; what is not given is unremarkable. */
export function message(part: Partial<ChatMessage> & Pick<ChatMessage, 'role'>): ChatMessage {
  counter++;
  return {
    id: `message-${counter}`,
    text: `Text ${counter}`,
    images: [],
    date: Date.now(),
    state: part.role === 'user' ? 'sent' : 'complete',
    ...part,
  };
}
