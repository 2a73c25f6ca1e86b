/** A visitor's conversations: made at Letta, owned by the store. Every route on one of them goes through `owned`. */
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { deleteConversation } from './belongings.ts';
import type { Config } from './config.ts';
import type { ProxyEnv, Services } from './context.ts';
import { notFound, ProxyError, unavailable } from './errors.ts';
import { inContextFrom } from './in-context.ts';
import { hasStatus } from './letta-error.ts';
import { type Conversation, parseConversation } from './protocol.ts';
import {
  AgentQuery,
  CONVERSATION_ID,
  ConversationsQuery,
  ForkBody,
  ForkQuery,
  NewConversationBody,
  readBody,
  readQuery,
  UpdateBody,
} from './requests.ts';
import type { AgentConfig, Shown } from './settings/agents.ts';
import type { OwnedConversation } from './store/store.ts';
import { variantFor } from './variants.ts';

/** How many conversations are asked of Letta at a time: Workers allow six connections. */
const AT_ONCE = 5;

type Ctx = Context<ProxyEnv>;

/** Who answers in a conversation. */
type Origin = Pick<OwnedConversation, 'agent' | 'variant'>;

/** Lets through only to a conversation of this visitor; unknown ones and others' cost the same look and get the same answer. */
export const owned = ({ store }: Services) =>
  createMiddleware<ProxyEnv>(async function owned(c, next) {
    const id = c.req.param('id') ?? '';
    const conversation = CONVERSATION_ID.test(id) ? await store.findConversation(c.get('visitor'), id) : null;
    if (!conversation) throw notFound();
    c.set('conversation', conversation);
    note(c, conversation);
    await next();
  });

const note = (c: Ctx, { agent, variant }: Origin) => Object.assign(c.get('record'), { agent, variant });

/** What is shown of a conversation. With an agent that is no longer on the list, which takes no messages any more: the words. */
export const viewOf = (config: Config, { agent }: Pick<OwnedConversation, 'agent'>): Shown =>
  config.agents.find(({ name }) => name === agent) ?? { show: [], tools: [] };

/** The agent of that public name, or the first. */
export function findAgent(config: Config, name: string | undefined): AgentConfig {
  const agent = name === undefined ? config.agents[0] : config.agents.find((one) => one.name === name);
  if (!agent) throw new ProxyError('not_found', 'There is no agent of that name: GET /v1/agents lists them.');
  return agent;
}

export function createConversationRoutes(services: Services) {
  const { config, letta, store, now } = services;

  /** Letta's conversation as the visitor sees it: with the agent's public name, and nothing of the account. */
  function shown(raw: unknown, { agent, variant }: Origin): Conversation {
    const conversation = parseConversation(raw);
    if (!conversation || !CONVERSATION_ID.test(conversation.id)) {
      throw unavailable('Letta answered with something that is no conversation.');
    }
    const tells = variant !== null && viewOf(config, { agent }).show.includes('variant');
    return { ...conversation, agent_id: agent, ...(tells && { variant }) };
  }

  /** Notes whose it is; if that fails it is not left behind at Letta, where nobody could reach it. */
  async function keep(c: Ctx, raw: unknown, origin: Origin): Promise<Conversation> {
    const conversation = shown(raw, origin);
    const entry = { id: conversation.id, ...origin, createdAt: now() };
    try {
      await store.addConversation(c.get('visitor'), entry);
    } catch (error) {
      await letta.deleteConversation(conversation.id).catch(() => null); // the store's failure is the one to report
      throw error;
    }
    return conversation;
  }

  /** `null` when it has been deleted at Letta. */
  async function retrieve(owned: OwnedConversation): Promise<Conversation | null> {
    try {
      return shown(await letta.retrieveConversation(owned.id), owned);
    } catch (error) {
      if (hasStatus(error, 404)) return null;
      throw error;
    }
  }

  /** The visitor's newest with this agent; those that Letta has lost are forgotten. */
  async function newest(visitor: string, agent: string): Promise<Conversation | null> {
    for (;;) {
      const [owned] = (await store.listConversations(visitor, { agent, limit: 1 })) ?? [];
      if (!owned) return null;
      const found = await retrieve(owned);
      if (found) return found;
      await store.removeConversation(visitor, owned.id);
    }
  }

  /** Of those that several devices made at one instant one stays, the same for all: `made`, or the one noted before it. */
  async function settleOn(visitor: string, made: Conversation): Promise<Conversation> {
    for (let name = `first conversation with ${made.agent_id}`; ; ) {
      const kept = await store.keepOnce(visitor, name, made.id);
      if (kept === made.id) return made;
      const owned = await store.findConversation(visitor, kept);
      const there = owned && (await retrieve(owned));
      if (there) {
        await deleteConversation(letta, store, visitor, made.id);
        return there;
      }
      name = `first conversation after ${kept}`; // that one has been deleted since
    }
  }

  /** A Letta that does not know `message_id` copies everything: such a fork is taken back. */
  async function requireEnd(fork: string, messageId: string): Promise<void> {
    const ids = (await letta.retrieveConversation(fork))?.['in_context_message_ids'];
    if (Array.isArray(ids) && ids.at(-1) === messageId) return;
    await letta.deleteConversation(fork);
    throw new ProxyError('invalid_request', 'Field "message_id": this Letta server forks no conversation there.');
  }

  return {
    async create(c: Ctx) {
      const agent = findAgent(config, readQuery(c, AgentQuery).agent_id);
      const visitor = c.get('visitor');
      const { summary, reuse } = await readBody(c, NewConversationBody);
      const known = reuse ? await newest(visitor, agent.name) : null;
      if (known) return c.json(known);
      const { agentId, label } = await variantFor(agent, visitor, store);
      note(c, { agent: agent.name, variant: label });
      const raw = await letta.createConversation(agentId, { summary: summary ?? undefined }).catch((error: unknown) => {
        if (!hasStatus(error, 404, 422)) throw error;
        throw unavailable(
          `Letta at ${config.lettaBaseUrl} knows no agent ${agentId}. Set LETTA_AGENT_ID (or agent_id in AGENTS) to one that it has.`,
          error,
        );
      });
      const made = await keep(c, raw, { agent: agent.name, variant: label });
      return c.json(reuse ? await settleOn(visitor, made) : made);
    },

    /** Fewer than `limit` only at the end: what was deleted at Letta is forgotten and made up for from the next ones. */
    async list(c: Ctx) {
      const { agent_id, limit, after } = readQuery(c, ConversationsQuery);
      const agent = agent_id === undefined ? undefined : findAgent(config, agent_id).name;
      const visitor = c.get('visitor');
      const found: Conversation[] = [];
      const gone: string[] = [];
      for (let cursor = after; found.length < limit; ) {
        const size = Math.min(AT_ONCE, limit - found.length);
        const page = await store.listConversations(visitor, { agent, limit: size, after: cursor });
        if (!page) throw new ProxyError('invalid_request', 'Field "after": is no conversation of this visitor.');
        const retrieved = await Promise.all(page.map(retrieve));
        found.push(...retrieved.filter((one) => one !== null));
        gone.push(...page.filter((_, index) => retrieved[index] === null).map(({ id }) => id));
        if (page.length < size) break;
        cursor = page.at(-1)!.id;
      }
      for (const id of gone) await store.removeConversation(visitor, id);
      return c.json(found);
    },

    async retrieve(c: Ctx) {
      const owned = c.get('conversation');
      const raw = await letta.retrieveConversation(owned.id).catch((error: unknown) => {
        throw hasStatus(error, 404) ? notFound() : error;
      });
      const conversation = shown(raw, owned);
      const beginning = await inContextFrom(letta, owned.id, raw['in_context_message_ids'], viewOf(config, owned));
      const tells = viewOf(config, owned).show.includes('tokens');
      return c.json({
        ...conversation,
        ...beginning,
        ...(tells && { tokens: await store.tokensOf(c.get('visitor'), owned.id) }),
      });
    },

    async update(c: Ctx) {
      const owned = c.get('conversation');
      return c.json(shown(await letta.updateConversation(owned.id, await readBody(c, UpdateBody)), owned));
    },

    async remove(c: Ctx) {
      await deleteConversation(letta, store, c.get('visitor'), c.get('conversation').id);
      return c.json(null);
    },

    async fork(c: Ctx) {
      const { id, agent, variant } = c.get('conversation');
      const messageId = (await readBody(c, ForkBody)).message_id ?? readQuery(c, ForkQuery).message_id;
      const raw = await letta.forkConversation(id, messageId);
      if (messageId !== undefined) await requireEnd(String(raw['id']), messageId);
      return c.json(await keep(c, raw, { agent, variant }));
    },

    /** Letta's answer names its runs; the visitor's says how many. */
    async cancel(c: Ctx) {
      const { id } = c.get('conversation');
      await letta.cancelRuns(id).catch((error: unknown) => {
        if (hasStatus(error, 409)) throw new ProxyError('nothing_to_cancel', 'Nothing runs in this conversation.');
        throw error;
      });
      await store.endRuns(c.get('visitor'), id);
      return c.json({ cancelled: true });
    },
  };
}
