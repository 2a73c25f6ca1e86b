/** The store in this process's memory: for tests and for trying things out. Everything is gone with the process. */
import type { Rating } from '../protocol.ts';
import { createMemoryLedger } from './memory-ledger.ts';
import {
  BELONGINGS,
  type Belonging,
  type OwnedConversation,
  SENDS_KEPT,
  SENDS_KEPT_FOR,
  type Send,
  type Store,
} from './store.ts';

export function createMemoryStore(): Store {
  const visitors = new Map<string, Map<string, OwnedConversation>>();
  const sends = new Map<string, Map<string, Send>>();
  const ratings = new Map<string, Map<string, Rating>>();
  const tokens = new Map<string, number>();
  const heirs = new Map<string, string>();
  const kept = new Map<string, string>();
  const owned = (visitor: string) => visitors.get(visitor) ?? new Map<string, OwnedConversation>();
  const key = (visitor: string, conversation: string) => `${visitor}/${conversation}`;
  const sent = (visitor: string, conversation: string) => sends.get(key(visitor, conversation)) ?? new Map();

  function put(visitor: string, conversation: string, send: Send): void {
    const all: Map<string, Send> = sent(visitor, conversation);
    all.set(send.otid, send);
    sends.set(key(visitor, conversation), prune(all, send.sentAt));
  }

  const ratedIn = (visitor: string, conversation: string) =>
    ratings.get(key(visitor, conversation)) ?? new Map<string, Rating>();

  function belonging(visitor: string, conversation: OwnedConversation): Belonging {
    const { id } = conversation;
    return {
      conversation,
      tokens: tokens.get(key(visitor, id)) ?? 0,
      sends: [...sent(visitor, id).values()],
      ratings: [...ratedIn(visitor, id)].map(([message, value]) => ({ message, value })),
    };
  }

  /** The last one spoken in is the newest. */
  function touch(visitor: string, conversation: string): void {
    const all = owned(visitor);
    const found = all.get(conversation);
    if (found && all.delete(conversation)) all.set(conversation, found);
  }

  return {
    ...createMemoryLedger(),
    async addConversation(visitor, conversation) {
      visitors.set(visitor, owned(visitor).set(conversation.id, conversation));
    },
    async findConversation(visitor, id) {
      return owned(visitor).get(id) ?? null;
    },
    async listConversations(visitor, { agent, limit, after }) {
      const newestFirst = [...owned(visitor).values()].reverse();
      const start = after === undefined ? 0 : newestFirst.findIndex(({ id }) => id === after) + 1;
      if (after !== undefined && start === 0) return null;
      return newestFirst
        .slice(start)
        .filter((one) => agent === undefined || one.agent === agent)
        .slice(0, limit);
    },
    async removeConversation(visitor, id) {
      owned(visitor).delete(id);
      for (const kind of [sends, ratings, tokens]) kind.delete(key(visitor, id));
    },
    async addTokens(visitor, id, used) {
      if (owned(visitor).has(id)) tokens.set(key(visitor, id), (tokens.get(key(visitor, id)) ?? 0) + used);
    },
    async tokensOf(visitor, id) {
      return tokens.get(key(visitor, id)) ?? 0;
    },
    async rate(visitor, conversation, message, value) {
      const all = ratedIn(visitor, conversation);
      const before = all.get(message) ?? null;
      if (value === null) all.delete(message);
      else ratings.set(key(visitor, conversation), all.set(message, value));
      return before;
    },
    async handOver(visitor, heir) {
      if ((heirs.get(visitor) ?? heir) !== heir) return null;
      heirs.set(visitor, heir);
      return [...owned(visitor).values()].slice(0, BELONGINGS).map((conversation) => belonging(visitor, conversation));
    },
    async takeOver(visitor, belongings) {
      for (const { conversation, sends: theirs, ratings: rated, tokens: used } of belongings) {
        const { id } = conversation;
        if (!owned(visitor).has(id)) {
          visitors.set(visitor, owned(visitor).set(id, conversation));
          tokens.set(key(visitor, id), used);
        }
        const known = ratedIn(visitor, id);
        for (const { message, value } of rated) if (!known.has(message)) known.set(message, value);
        ratings.set(key(visitor, id), known);
        const all: Map<string, Send> = sent(visitor, id);
        for (const send of theirs) if (!all.has(send.otid)) all.set(send.otid, send);
        sends.set(key(visitor, id), all);
      }
    },
    async forgetVisitor(visitor) {
      visitors.delete(visitor);
      heirs.delete(visitor);
      for (const kind of [sends, ratings, tokens])
        for (const name of [...kind.keys()]) if (name.startsWith(`${visitor}/`)) kind.delete(name);
    },
    async rememberSend(visitor, conversation, otid, now) {
      const known = sent(visitor, conversation).get(otid);
      if (known) return known;
      touch(visitor, conversation);
      put(visitor, conversation, {
        otid,
        sentAt: now,
        state: 'background',
        runId: null,
        previousRun: null,
        mayArriveUntil: 0,
      });
      return null;
    },
    async findSend(visitor, conversation, otid) {
      return sent(visitor, conversation).get(otid) ?? null;
    },
    async claimRun(visitor, conversation, run) {
      const all: Map<string, Send> = sent(visitor, conversation);
      const same = all.get(run.otid);
      if (same && same.state !== 'background') return { claimed: false, by: same };
      const running = [...all.values()].find(({ state }) => state === 'running');
      if (running) return { claimed: false, by: running };
      touch(visitor, conversation);
      put(visitor, conversation, { ...run, state: 'running', runId: null });
      return { claimed: true };
    },
    async updateSend(visitor, conversation, otid, change) {
      const send = sent(visitor, conversation).get(otid);
      if (send) put(visitor, conversation, { ...send, ...change });
    },
    async forgetSend(visitor, conversation, otid) {
      sent(visitor, conversation).delete(otid);
    },
    async endRuns(visitor, conversation) {
      const all: Map<string, Send> = sent(visitor, conversation);
      for (const send of all.values()) {
        if (send.state === 'running') all.set(send.otid, { ...send, state: 'ended' });
      }
    },
    async keepOnce(owner, name, value) {
      const known = kept.get(key(owner, name)) ?? value;
      kept.set(key(owner, name), known);
      return known;
    },
  };
}

function prune(sends: Map<string, Send>, now: number): Map<string, Send> {
  const young = [...sends].filter(([, send]) => now - send.sentAt < SENDS_KEPT_FOR);
  return new Map(young.slice(-SENDS_KEPT));
}
