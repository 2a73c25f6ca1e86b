/**
 * A client that only shows: it holds one snapshot, answers the menu's questions from what it was given, and sends nothing
 * anywhere. `<letta-chat>` of the gallery has it in place of the engine.
 */
import type {
  Agent,
  ChatClient,
  ConversationInfo,
  ConversationPage,
  Listener,
  MessagePage,
} from '../../widget/client.ts';
import type { Snapshot } from '../../widget/core/view.ts';

/** What it knows. */
export interface Canned {
  readonly snapshot: Snapshot;
  readonly agents?: readonly Agent[] | undefined;
  readonly info?: Omit<ConversationInfo, 'id' | 'agent' | 'title'> | undefined;
}

export class CannedClient implements ChatClient {
  readonly #canned: Canned;
  readonly #listeners = new Set<Listener>();
  snapshot: Snapshot;

  /** Until it is started it shows nothing but that it is there. */
  constructor(canned: Canned) {
    this.#canned = canned;
    const { storage, agent } = canned.snapshot;
    this.snapshot = { ...canned.snapshot, storage, agent, messages: [], conversations: [], status: 'idle', unread: 0 };
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Replaces parts of what is shown. */
  show(change: Partial<Snapshot>): void {
    const previous = this.snapshot;
    this.snapshot = { ...previous, ...change };
    for (const listener of this.#listeners) listener(this.snapshot, previous);
  }

  start = async (): Promise<void> => this.show(this.#canned.snapshot);

  listConversations = async (): Promise<ConversationPage> => ({
    conversations: this.snapshot.conversations,
    more: false,
  });
  listAgents = async (): Promise<readonly Agent[]> => this.#canned.agents ?? [];
  readMessages = async (): Promise<MessagePage> => ({ messages: this.snapshot.messages, before: null });

  rate = async (): Promise<void> => undefined;

  async describeConversation(id: string): Promise<ConversationInfo> {
    const summary = this.snapshot.conversations.find((one) => one.id === id);
    if (!summary || !this.#canned.info) throw new Error('Of this conversation nothing is known.');
    return { id, agent: summary.agent, title: summary.title, ...this.#canned.info };
  }

  async deleteConversation(id: string): Promise<void> {
    this.show({ conversations: this.snapshot.conversations.filter((one) => one.id !== id) });
  }

  async renameConversation(id: string, title: string): Promise<void> {
    const rename = this.snapshot.conversations.map((one) => (one.id === id ? { ...one, title } : one));
    this.show({ conversations: rename });
  }

  // What would reach a server does nothing: a picture stays as it is, whatever is pressed.
  send = nothing;
  stop = nothing;
  retry = nothing;
  discard = nothing;
  loadOlder = nothing;
  newConversation = nothing;
  openConversation = nothing;
  forkConversation = async (): Promise<string | null> => null;
  reset = nothing;
  deleteEverything = nothing;
  setDraft = (): void => undefined;
  setAttention = (): void => undefined;
  close(): void {
    this.#listeners.clear();
  }
}

async function nothing(): Promise<void> {
  return undefined;
}
