/**
 * The visitor's conversations beside the open one: listed page by page, renamed, deleted.
 */
import { parseConversation, type Rating } from '../../proxy/protocol.ts';
import type { Fact } from '../core/events.ts';
import type { State } from '../core/state.ts';
import { told } from '../core/summary.ts';
import { titleOf } from '../core/title.ts';
import type { ConversationSummary } from '../core/view.ts';
import { notOurs, RequestError } from '../transport/failure.ts';
import { listConversations } from '../transport/lists.ts';
import { at, type Transport } from '../transport/transport.ts';
import { findForkPoint } from './fork-point.ts';
import type { Kept } from './kept.ts';
import { cancel } from './orders.ts';

export interface ConversationPage {
  /** The one that was spoken in last first. */
  readonly conversations: readonly ConversationSummary[];
  /** Whether there are older ones. */
  readonly more: boolean;
}

export interface PageRequest {
  /** The id of the last conversation of the page before. Default: the first page. */
  readonly after?: string | undefined;
  /** How many, at most 100. Default 20. */
  readonly limit?: number | undefined;
}

export interface ConversationsPorts {
  readonly transport: Transport;
  readonly saving: Kept;
  readonly state: () => State;
  /** Resolves when it has happened in all tabs. */
  readonly tell: (fact: Fact) => Promise<void>;
  readonly signal: AbortSignal;
}

/** How long the proxy may take to delete everything (milliseconds): each conversation is deleted at Letta. */
const REMOVING = 140_000;

/** How long it takes until what was not answered is tried again (milliseconds). */
const PATIENCE = 1500;

/** Every method rejects with a `RequestError` when the proxy does not do it. */
export interface Conversations {
  list(page?: PageRequest): Promise<ConversationPage>;
  rename(id: string, title: string): Promise<void>;
  /** What the visitor thinks of a finished reply of the open conversation; `null` takes it back. */
  rate(messageId: string, value: Rating | null): Promise<void>;
  /** The id of a branch with what was said before the message, or all; `null` when that is nothing. */
  fork(id: string, messageId?: string): Promise<string | null>;
  /** Ends what runs in it, too. One that is gone already is deleted. */
  remove(id: string): Promise<void>;
  /** Everything at the server, in every conversation with every agent; what is stored here is not touched. */
  removeAll(): Promise<unknown>;
}

export function createConversations({ transport, saving, state, tell, signal }: ConversationsPorts): Conversations {
  /** What the proxy does not know: last words, and what this device has under way. */
  const withMarks = async (one: ConversationSummary): Promise<ConversationSummary> =>
    told(one, one.id === state().conversation ? state() : (await saving.load(one.id)).state);

  async function stop(id: string): Promise<void> {
    const one = state().conversations.find((other) => other.id === id);
    const busy = id === state().conversation ? state().turn.phase !== 'idle' : one?.running;
    if (busy) await cancel(transport, id, signal);
  }

  async function rename(id: string, title: string): Promise<void> {
    await transport.json(at(id), { method: 'PATCH', body: { summary: title }, signal });
    await tellList(state().conversations.map((one) => (one.id === id ? { ...one, title } : one)));
  }

  /** The words that are said anew, or the title of what is copied whole. */
  function titleOfBranch(id: string, transcript: State['transcript'], messageId: string | undefined) {
    if (messageId === undefined) return state().conversations.find((one) => one.id === id)?.title;
    return titleOf(transcript.find((one) => one.id === messageId)?.text ?? '');
  }

  const tellList = (conversations: readonly ConversationSummary[], known?: readonly ConversationSummary[]) =>
    tell({ type: 'conversationsLoaded', conversations, ...(known && { known }) });

  return {
    async list({ after, limit = 20 } = {}) {
      const cursor = after === undefined ? '' : `&after=${encodeURIComponent(after)}`;
      const known = state().conversations;
      const page = await listConversations(transport, signal, `&limit=${limit}${cursor}`);
      const conversations = await Promise.all(page.map(withMarks));
      const here = new Set(page.map(({ id }) => id));
      const before = after === undefined ? [] : known.filter(({ id }) => !here.has(id));
      await tellList([...before, ...conversations], known);
      return { conversations, more: page.length === limit };
    },
    rename,
    async rate(id, value) {
      const { conversation, transcript } = state();
      const reply = transcript.find((one) => one.id === id && one.role === 'assistant' && one.state === 'complete');
      if (!reply || conversation === null)
        throw new TypeError('Only a finished reply of the open conversation can be rated.');
      const path = `${at(conversation)}/messages/${id.replace(/:assistant$/, '')}/feedback`;
      const tellServer = () => transport.json(path, { method: 'POST', body: { value }, signal, keepalive: true });
      await tell({ type: 'rated', id, value });
      try {
        await twice(tellServer, signal);
      } catch (error) {
        if (!signal.aborted) await tell({ type: 'rated', id, value: reply.feedback ?? null });
        throw error;
      }
    },
    async fork(id, messageId) {
      const local = id === state().conversation ? state() : (await saving.load(id)).state;
      const point =
        messageId === undefined
          ? {}
          : await findForkPoint(transport, { id, messageId, local: local.transcript, signal });
      if (!point) return null;
      const path = `${at(id)}/fork`;
      const made = parseConversation(await transport.json(path, { method: 'POST', body: point, signal }));
      if (!made) throw notOurs(`POST ${path}`, 'something that is no conversation');
      const { agent_id: agent, summary: title, created_at, variant } = made;
      const branch = { id: made.id, agent, title, variant, date: Date.parse(created_at) };
      await tellList([branch, ...state().conversations]);
      const name = titleOfBranch(id, local.transcript, messageId);
      if (name) await rename(made.id, name);
      return made.id;
    },
    removeAll: () => transport.json('/v1/visitors/me', { method: 'DELETE', limit: REMOVING, signal, keepalive: true }),
    async remove(id) {
      try {
        await stop(id);
        await transport.json(at(id), { method: 'DELETE', signal, keepalive: true });
      } catch (error) {
        if (!(error instanceof RequestError) || error.failure.code !== 'not_found') throw error;
      }
      await tell({ type: 'conversationDeleted', id });
    },
  };
}

/**
 * Does it once more when it was not answered: whether it was heard nobody knows. Firefox says the same of all that is under
 * way when the visitor leaves the page; by the second time that page is gone, and what it keeps stays as it is.
 */
async function twice(work: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof RequestError) || error.failure.code !== 'unreachable') throw error;
    await new Promise<unknown>((resolve) => {
      setTimeout(resolve, PATIENCE);
      signal.addEventListener('abort', resolve, { once: true });
    });
    await work();
  }
}
