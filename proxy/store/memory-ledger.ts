/** The ledger in this process's memory, beside `memory.ts`. */
import {
  ASKED_AFTER,
  CHARGE_OVERDUE,
  CHARGES_KEPT,
  type Charge,
  type ChargeKey,
  dayOf,
  drain,
  type Ledger,
  type NewCharge,
  settled,
} from './ledger.ts';

interface Account {
  /** By kind. */
  readonly rates: Map<string, number>;
  /** By day. */
  readonly spent: Map<number, number>;
  readonly charges: Map<string, Charge & { readonly askedAt: number }>;
}

const nameOf = ({ visitor, conversation, otid }: ChargeKey) => `${visitor} ${conversation} ${otid}`;

export function createMemoryLedger(): Ledger {
  const accounts = new Map<string, Account>();

  function open(name: string): Account {
    const account = accounts.get(name) ?? { rates: new Map(), spent: new Map(), charges: new Map() };
    accounts.set(name, account);
    return account;
  }

  return {
    async take(name, kind, perMinute, now) {
      return takeOne(open(name), kind, perMinute, now);
    },
    async reserve(name, charge, bounds) {
      const account = open(name);
      const { at } = charge;
      forgetOld(account, at);
      const known = account.charges.get(nameOf(charge));
      if (known) return { outcome: 'known', state: known.state };
      const spent = account.spent.get(dayOf(at)) ?? 0;
      if (bounds.tokens > 0 && spent + charge.tokens > bounds.tokens) return { outcome: 'exhausted' };
      const unsettled = [...account.charges.values()].filter(({ state }) => state === 'open');
      if (bounds.open > 0 && unsettled.length >= bounds.open) return { outcome: 'too_many', unsettled };
      const wait = takeOne(account, 'charges', bounds.perMinute, at);
      if (wait > 0) return { outcome: 'too_fast', wait };
      spend(account, at, charge.tokens);
      account.charges.set(nameOf(charge), { ...charge, askedAt: at, state: 'open', runId: null });
      return { outcome: 'granted', unsettled: askAfter(account, charge) };
    },
    async findCharge(name, key) {
      const charge = open(name).charges.get(nameOf(key));
      if (!charge) return null;
      const { askedAt: _asked, ...rest } = charge;
      return rest;
    },
    async noteRun(name, key, runId) {
      const { charges } = open(name);
      const own = nameOf(key);
      if ([...charges].some(([id, charge]) => id !== own && charge.runId === runId)) return false;
      const charge = charges.get(own);
      if (charge) charges.set(own, { ...charge, runId: charge.runId ?? runId });
      return true;
    },
    async settle(name, key, runId, tokens) {
      const account = open(name);
      const charge = account.charges.get(nameOf(key));
      const outcome = charge && settled(charge, runId, tokens);
      if (!outcome) return false;
      spend(account, charge.at, outcome.tokens - charge.tokens);
      account.charges.set(nameOf(key), { ...charge, ...outcome });
      return true;
    },
    async release(name, key) {
      const account = open(name);
      const charge = account.charges.get(nameOf(key));
      if (charge?.state !== 'open' || charge.runId !== null) return false;
      account.charges.delete(nameOf(key));
      spend(account, charge.at, -charge.tokens);
      return true;
    },
  };
}

function takeOne({ rates }: Account, kind: string, perMinute: number, now: number): number {
  const { wait, drained } = drain(rates.get(kind) ?? 0, perMinute, now);
  if (wait === 0) rates.set(kind, drained);
  return wait;
}

function spend({ spent }: Account, at: number, tokens: number): void {
  spent.set(dayOf(at), (spent.get(dayOf(at)) ?? 0) + tokens);
}

function forgetOld({ charges, spent }: Account, now: number): void {
  for (const [name, { state, at }] of charges) {
    if (state !== 'open' && at <= now - CHARGES_KEPT) charges.delete(name);
  }
  for (const day of spent.keys()) if (day < dayOf(now) - 1) spent.delete(day);
}

/** Overdue ones, and what is open in the same conversation before anything else is sent there. */
function askAfter({ charges }: Account, { conversation, otid, at }: NewCharge): ChargeKey[] {
  const isSame = (charge: ChargeKey) => charge.conversation === conversation;
  const found = [...charges.values()]
    .filter(
      (charge) =>
        charge.state === 'open' &&
        charge.otid !== otid &&
        (charge.askedAt <= at - CHARGE_OVERDUE || (isSame(charge) && charge.runId === null)),
    )
    .sort((a, b) => Number(isSame(b)) - Number(isSame(a)) || a.askedAt - b.askedAt)
    .slice(0, ASKED_AFTER);
  for (const charge of found) charges.set(nameOf(charge), { ...charge, askedAt: at });
  return found;
}
