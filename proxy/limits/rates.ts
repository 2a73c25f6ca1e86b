/**
 * How much of a kind may be asked for in a minute: by a visitor, and from an address. What runs cost is `charges.ts`'s
 * business.
 */
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { ProxyEnv, Services } from '../context.ts';
import { createPseudonyms } from '../pseudonyms.ts';
import type { ByAccount } from '../settings/limits.ts';
import { ADDRESS, drain } from '../store/ledger.ts';
import { networkOf } from './address.ts';
import { tooFast } from './refusals.ts';

/** The client's address as the platform knows it; `null`: it does not, and nothing is limited by address. */
export type AddressOf = (c: Context<ProxyEnv>) => string | null;

type Kind = 'visitors' | 'conversations' | 'messages' | 'ratings';

export type Rates = ReturnType<typeof createRates>;

export function createRates({ config: { limits }, store, secrets, now }: Services, addressOf: AddressOf) {
  const pseudonymOf = createPseudonyms(secrets);
  const waitFor = createMeter(limits.requestsPerMinute);

  async function count(account: string, kind: Kind, perMinute: number): Promise<void> {
    const wait = perMinute === 0 ? 0 : await store.take(account, kind, perMinute, now());
    if (wait > 0) throw tooFast(wait, kind);
  }

  /** The store learns an address under another name, and forgets it. */
  async function countAddress(address: string | null, kind: Kind, perMinute: number): Promise<void> {
    if (address === null || perMinute === 0) return;
    await count(ADDRESS + (await pseudonymOf(address)), kind, perMinute);
  }

  const limited = (kind: Kind, perMinute: ByAccount) =>
    createMiddleware<ProxyEnv>(async function limited(c, next) {
      await count(c.get('visitor'), kind, perMinute.visitor);
      await countAddress(c.get('address'), kind, perMinute.address);
      await next();
    });

  return {
    countAddress,

    /** Anything that is asked for from an address: it costs no tokens, but Letta's and the store's time. */
    requests: createMiddleware<ProxyEnv>(async function requests(c, next) {
      const address = addressOf(c);
      const network = address === null ? null : networkOf(address);
      c.set('address', network);
      const wait = network === null ? 0 : waitFor(network, now());
      if (wait > 0) throw tooFast(wait, 'requests');
      await next();
    }),

    /** Whoever brings a token is not new. */
    visitors: createMiddleware<ProxyEnv>(async function visitors(c, next) {
      if (c.req.header('authorization') === undefined)
        await countAddress(c.get('address'), 'visitors', limits.visitorsPerMinute);
      await next();
    }),

    /** A fork is a conversation too. */
    conversations: limited('conversations', limits.conversationsPerMinute),
    /** As many replies as messages. */
    ratings: limited('ratings', limits.messagesPerMinute),
  };
}

/** More addresses than this are looked through for those that need not be remembered any more. */
const CROWD = 10_000;

/**
 * Counted in this process alone (on Workers: in this isolate), so that reading costs the store nothing. Rough is enough
 * for what costs no tokens.
 */
function createMeter(perMinute: number) {
  const rates = new Map<string, number>();
  return function waitFor(network: string, now: number): number {
    if (perMinute === 0) return 0;
    if (rates.size >= CROWD) for (const [one, drained] of rates) if (drained <= now) rates.delete(one);
    const { wait, drained } = drain(rates.get(network) ?? 0, perMinute, now);
    if (wait === 0) rates.set(network, drained);
    return wait;
  };
}
