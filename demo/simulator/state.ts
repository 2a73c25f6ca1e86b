// What the server remembers: agents with their memory blocks, conversations with their rows. Plain data, so that a file can hold it.
// Runs are not here: they end with the process (runs.ts).
import { newId, timestamp } from './ids.ts';
import type { LettaMessage } from './messages.ts';

/** One database row of Letta: what one step wrote. Its messages share the id; paging counts rows, not messages. */
export interface Row {
  readonly id: string;
  readonly messages: readonly LettaMessage[];
}

/** A memory block: shared by all conversations of its agent. */
export interface Block {
  readonly id: string;
  readonly label: string;
  readonly description: string | null;
  readonly read_only: boolean;
  readonly limit: number;
  value: string;
}

export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  /** The model handle; `letta-chat/demo` and `letta-chat/scripted` choose the brain, any other takes the simulator's default. */
  readonly model: string;
  readonly system: string;
  readonly description: string | null;
  readonly metadata: Record<string, unknown>;
  readonly tools: readonly string[];
  /** Tools that need an approval before they run. */
  readonly guarded: readonly string[];
  readonly blocks: Block[];
  /** The agent's own history, reached as `default` or by the agent's id in place of a conversation's. */
  readonly direct: Row[];
  updated_at: string;
}

export interface Conversation {
  readonly id: string;
  readonly agent_id: string;
  readonly created_at: string;
  readonly rows: Row[];
  updated_at: string;
  last_message_at: string | null;
  summary: string | null;
}

/** All that survives a restart when a storage is given. */
export interface State {
  readonly agents: Map<string, Agent>;
  readonly conversations: Map<string, Conversation>;
  /** To be called after every change. */
  changed(): void;
}

/** Where the state is kept between two runs of the server, as one text. */
export interface Storage {
  /** The text last saved, or null when there is none. */
  load(): string | null;
  save(text: string): void;
}

const VERSION = 1;

/**
 * The state, read from the storage if there is one.
 * @throws when the stored text is not a state of this version: the message says what to do.
 */
export function openState(storage?: Storage): State {
  const text = storage?.load() ?? null;
  const stored = text === null ? { agents: [], conversations: [] } : parseState(text);
  const agents = new Map(stored.agents.map((agent) => [agent.id, agent]));
  const conversations = new Map(stored.conversations.map((conversation) => [conversation.id, conversation]));
  const changed = () =>
    storage?.save(
      JSON.stringify({ version: VERSION, agents: [...agents.values()], conversations: [...conversations.values()] }),
    );
  return { agents, conversations, changed };
}

/** A new, empty conversation of that agent, not yet in the state. */
export function newConversation(agentId: string, summary: string | null, now: number): Conversation {
  const created = timestamp(now);
  return {
    id: newId('conv'),
    agent_id: agentId,
    created_at: created,
    updated_at: created,
    last_message_at: null,
    summary,
    rows: [],
  };
}

interface StoredState {
  readonly version: number;
  readonly agents: Agent[];
  readonly conversations: Conversation[];
}

function parseState(text: string): StoredState {
  const remedy = 'is not a state of this simulator: delete the file, or name another one';
  let value: Partial<StoredState> | null;
  try {
    value = JSON.parse(text) as Partial<StoredState> | null;
  } catch (cause) {
    throw new Error(`The stored state ${remedy}.`, { cause });
  }
  if (value?.version !== VERSION || !Array.isArray(value.agents) || !Array.isArray(value.conversations)) {
    throw new Error(`The stored state ${remedy}.`);
  }
  return value as StoredState;
}
