/**
 * What a visitor can look up beside the open conversation: the proxy's agents, what is known of a conversation, and its
 * messages page by page. Asked of the proxy each time, kept nowhere.
 */
import { type Agent, parseAgent, parseConversation } from '../../proxy/protocol.ts';
import { entryId } from '../core/delta.ts';
import { shownId } from '../core/history.ts';
import { prepend } from '../core/reconcile.ts';
import type { ChatMessage } from '../core/view.ts';
import { notOurs } from '../transport/failure.ts';
import { type Page, readHistory } from '../transport/lists.ts';
import { at, type Transport } from '../transport/transport.ts';

export interface ConversationInfo {
  readonly id: string;
  /** The agent's public name. */
  readonly agent: string;
  readonly title: string | null;
  /** Milliseconds since the epoch, as the following. */
  readonly started: number;
  /** When something was last said in it; `null` before the first message. */
  readonly lastMessage: number | null;
  /** How many messages it has, thoughts included where the proxy shows them; 0 where they were not to be counted. */
  readonly messages: number;
  /** Whether there are more than were counted: it stops after a thousand. */
  readonly more: boolean;
  /** The first message that the agent still reads verbatim, as the chat shows it; `null` when it reads all, or the server does not tell. */
  readonly inContextFrom: string | null;
  /** What its runs have used, as Letta counts it; `null` where the operator does not show it. */
  readonly tokens: number | null;
}

export interface MessagePage {
  /** Oldest first. */
  readonly messages: readonly ChatMessage[];
  /** What brings the page before this one; `null` when this is the oldest. */
  readonly before: string | null;
}

type Counted = Pick<ConversationInfo, 'messages' | 'more' | 'inContextFrom'>;

/** Each page costs the proxy, and Letta, a request. */
const COUNTED = 20;

/** Every method rejects with a `RequestError` when the proxy does not tell. */
export interface Directory {
  agents(): Promise<readonly Agent[]>;
  describe(id: string, counted?: boolean): Promise<ConversationInfo>;
  messages(id: string, before?: string): Promise<MessagePage>;
}

/** As the chat knows a message, told by the server's id. */
const idOf = (id: string | undefined, otid: string | undefined): string | null =>
  otid ?? (id === undefined ? null : entryId(id, 'assistant'));

export function createDirectory(transport: Transport, signal: AbortSignal): Directory {
  async function messages(id: string, before?: string): Promise<MessagePage> {
    const page = await readHistory(transport, id, before ?? null, signal);
    return { messages: prepend([], page.messages), before: page.whole ? null : (page.messages[0]?.id ?? null) };
  }

  /** Visitors' own messages are known by other ids than the server's: `from` is looked for on the way. */
  async function count(id: string, from: string | undefined): Promise<Counted> {
    let cursor: string | null = null;
    let [sum, whole] = [0, false];
    let inContextFrom: string | null = null;
    for (let pages = 0; pages < COUNTED && !whole; pages++) {
      const page: Page = await readHistory(transport, id, cursor, signal);
      sum += prepend([], page.messages).length;
      const first = page.messages.find((message) => message.id === from);
      inContextFrom ??= first ? shownId(first) : null;
      cursor = page.messages[0]?.id ?? null;
      whole = page.whole || cursor === null;
    }
    return { messages: sum, more: !whole, inContextFrom };
  }

  return {
    messages,
    async agents() {
      return (await transport.list('/v1/agents', signal)).flatMap((one) => parseAgent(one) ?? []);
    },
    async describe(id, counted = true) {
      const found = parseConversation(await transport.json(at(id), { signal }));
      if (!found) throw notOurs(`GET ${at(id)}`, 'something that is no conversation');
      const {
        agent_id: agent,
        summary: title,
        created_at,
        last_message_at: last,
        in_context_from: from,
        in_context_otid: otid,
        tokens = null,
      } = found;
      const dates = { started: Date.parse(created_at), lastMessage: last === null ? null : Date.parse(last) };
      const counts = counted ? await count(id, from) : { messages: 0, more: true, inContextFrom: idOf(from, otid) };
      return { id, agent, title, ...dates, tokens, ...counts };
    },
  };
}
