/**
 * What a run costs. Before a message is sent its tokens are reserved, of the visitor's day and of the deployment's; when
 * Letta has said what the run used, that takes the reservation's place. What is never told is asked for: a charge that
 * stays open is looked into by later messages, so that leaving early makes no run cheaper.
 */
import type { Asked, Services } from '../context.ts';
import { describe } from '../errors.ts';
import type { Run } from '../letta.ts';
import { toStopReason } from '../protocol.ts';
import { type Charge, type ChargeKey, DEPLOYMENT, type NewCharge, type Reserved } from '../store/ledger.ts';
import type { Rates } from './rates.ts';
import { exhausted, tooFast, tooManyRuns } from './refusals.ts';

/** By how much (milliseconds) Letta's clock may differ from this one's. */
const SKEW = 5 * 60_000;

/** What a stream tells of the run that it shows. */
export interface Bill {
  /** May be told again and again. */
  run(runId: string): Promise<void>;
  /** Answers whether this was news: it is once for each run, whoever else reads or resumes it. */
  used(tokens: number): Promise<boolean>;
  /** The run has ended without a word about what it used. */
  ended(): Promise<void>;
}

export interface Admission {
  readonly key: ChargeKey;
  /** `false` for a message that was sent before: it is neither counted nor charged again. */
  readonly isNew: boolean;
}

export type Charges = ReturnType<typeof createCharges>;

export function createCharges(services: Services, rates: Rates) {
  const { config, letta, store, now, log, timeouts } = services;
  const { messagesPerMinute, runsAtOnce, tokensPerDay, tokensPerRun } = config.limits;

  /** @throws {ProxyError} `rate_limited` or `budget_exhausted`, with nothing left taken but the rate. */
  async function admit(asked: Asked, otid: string): Promise<Admission> {
    const { visitor, conversation, address } = asked;
    const key = { visitor, conversation, otid };
    const charge = { ...key, at: now(), tokens: tokensPerRun };
    const reserved = await reserve(charge);
    if (reserved.outcome === 'known' && reserved.state !== 'open') return { key, isNew: false };
    if (reserved.outcome !== 'known' && reserved.outcome !== 'granted') throw refusal(reserved);
    const isNew = reserved.outcome === 'granted';
    try {
      if (isNew) await rates.countAddress(address, 'messages', messagesPerMinute.address);
      const others = await reserveForAll(charge);
      await askAfter([...(isNew ? reserved.unsettled : []), ...others]);
    } catch (error) {
      await store.release(visitor, key);
      throw error;
    }
    return { key, isNew };
  }

  /** Of the visitor. Runs that seem to be in the way are asked after before that is believed. */
  async function reserve(charge: NewCharge): Promise<Reserved> {
    const bounds = { tokens: tokensPerDay.visitor, open: runsAtOnce, perMinute: messagesPerMinute.visitor };
    const reserved = await store.reserve(charge.visitor, charge, bounds);
    if (reserved.outcome !== 'too_many') return reserved;
    await askAfter(reserved.unsettled);
    return store.reserve(charge.visitor, charge, bounds);
  }

  /** Of the deployment. */
  async function reserveForAll(charge: NewCharge): Promise<readonly ChargeKey[]> {
    if (tokensPerDay.deployment === 0) return [];
    const bounds = { tokens: tokensPerDay.deployment, open: 0, perMinute: 0 };
    const reserved = await store.reserve(DEPLOYMENT, charge, bounds);
    if (reserved.outcome === 'exhausted') throw exhausted('TOKENS_PER_DAY', now());
    return reserved.outcome === 'granted' ? reserved.unsettled : [];
  }

  function refusal(reserved: Exclude<Reserved, { outcome: 'granted' | 'known' }>) {
    switch (reserved.outcome) {
      case 'too_fast':
        return tooFast(reserved.wait, 'messages');
      case 'too_many':
        return tooManyRuns();
      case 'exhausted':
        return exhausted('TOKENS_PER_DAY_PER_VISITOR', now());
    }
  }

  async function askAfter(keys: readonly ChargeKey[]): Promise<void> {
    const look = (key: ChargeKey) =>
      settleByLetta(key).catch((error: unknown) => {
        const problem = `What a run has used cannot be found out yet: ${describe(error)}`;
        log({ level: 'warn', message: 'a charge stays open', problem });
      });
    await Promise.all(keys.map(look));
  }

  async function settleByLetta(key: ChargeKey): Promise<void> {
    const charge = await store.findCharge(key.visitor, key);
    if (charge?.state === 'open') return settleOpen(charge);
    // The process ended between the two accounts, or the visitor's is forgotten.
    const isKnown = charge?.state === 'settled';
    await store.settle(DEPLOYMENT, key, charge?.runId ?? null, isKnown ? charge.tokens : null);
  }

  async function settleOpen(charge: Charge): Promise<void> {
    const run = await runOf(charge);
    const age = now() - charge.at;
    if (run ? run.active && age < timeouts.longestRun : age < timeouts.arrival) return;
    const used = run && (await letta.usageOf(run.id));
    await settle(charge, run?.id ?? null, run && tokensOf(charge, run, used), used);
  }

  /** Nobody has seen the run of a charge without one: it is the conversation's newest, unless that is another's. */
  async function runOf(charge: Charge): Promise<Run | null> {
    if (charge.runId !== null) return letta.findRun(charge.runId);
    const newest = await letta.newestRun(charge.conversation);
    if (!newest || newest.createdAt < charge.at - SKEW) return null;
    return (await store.noteRun(charge.visitor, charge, newest.id)) ? newest : null;
  }

  /** `used`: as Letta counts it, where that is not what is charged. */
  async function settle(key: ChargeKey, runId: string | null, tokens: number | null, used = tokens): Promise<boolean> {
    const isNews = await store.settle(key.visitor, key, runId, tokens);
    if (isNews && used) await store.addTokens(key.visitor, key.conversation, used);
    if (isNews && tokensPerDay.deployment > 0) await store.settle(DEPLOYMENT, key, runId, tokens);
    return isNews;
  }

  return {
    admit,

    /** For a send of which it is certain that it did not run. */
    async giveBack(key: ChargeKey): Promise<void> {
      if (await store.release(key.visitor, key)) await store.release(DEPLOYMENT, key);
    },

    billOf(key: ChargeKey): Bill {
      let runId: string | null = null;
      return {
        async run(id) {
          if (id === runId) return;
          runId = id;
          await store.noteRun(key.visitor, key, id);
        },
        used: (tokens) => settle(key, runId, tokens > 0 ? Math.ceil(tokens) : null),
        ended: () => askAfter([key]),
      };
    },
  };
}

/**
 * Letta counts the steps that were finished. Of a cancelled run the reservation is the least, or stopping each reply would
 * make it free; a run that failed may have used nothing; of any other, nothing is what servers say that do not count.
 */
function tokensOf(charge: Charge, { stopReason }: Run, used: number | null): number | null {
  if (used === null) return null;
  if (stopReason === 'cancelled') return Math.max(used, charge.tokens);
  return used > 0 || toStopReason(stopReason) === 'error' ? used : null;
}
