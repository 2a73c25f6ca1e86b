/**
 * What visitors, addresses and the deployment have used up: an interface that the stores keep beside `store.ts`. An account
 * is a visitor's id, `DEPLOYMENT`, or the name that `limits/rates.ts` gives an address. What is allowed is decided elsewhere.
 */

/** Which run is paid for. A repeated send has the same key, so it is paid for once. */
export interface ChargeKey {
  readonly visitor: string;
  readonly conversation: string;
  readonly otid: string;
}

export interface Charge extends ChargeKey {
  /** Milliseconds since 1970; the tokens count for this moment's day (UTC). */
  readonly at: number;
  /** What it counts for: the reservation, then what the run has used. */
  readonly tokens: number;
  /** `open`: the run may go on. `guessed`: it is over, and the reservation stands. `settled`: Letta has said what it used. */
  readonly state: 'open' | 'guessed' | 'settled';
  readonly runId: string | null;
}

export type NewCharge = ChargeKey & Pick<Charge, 'at' | 'tokens'>;

/** 0 is no limit. */
export interface Bounds {
  /** Of the account's tokens in a day. */
  readonly tokens: number;
  /** Of its open charges. */
  readonly open: number;
  /** Of its charges in a minute. */
  readonly perMinute: number;
}

export type Reserved =
  /** The charge was taken; `unsettled` are some open ones that are worth asking after. */
  | { readonly outcome: 'granted'; readonly unsettled: readonly ChargeKey[] }
  /** There is such a charge: nothing was taken. */
  | { readonly outcome: 'known'; readonly state: Charge['state'] }
  | { readonly outcome: 'too_fast'; readonly wait: number }
  | { readonly outcome: 'exhausted' }
  /** `unsettled` are all the open ones. */
  | { readonly outcome: 'too_many'; readonly unsettled: readonly ChargeKey[] };

/** Each call is atomic. Every first parameter is the account: an implementation may keep accounts apart physically. */
export interface Ledger {
  /** Counts one of a kind; answers how long to wait (milliseconds) when it is one too many, 0 when it was counted. */
  take(account: string, kind: string, perMinute: number, now: number): Promise<number>;
  /** Takes a charge within the bounds, all or nothing. */
  reserve(account: string, charge: NewCharge, bounds: Bounds): Promise<Reserved>;
  findCharge(account: string, key: ChargeKey): Promise<Charge | null>;
  /** Notes the run of a charge; `false` when it is another charge's of this account. */
  noteRun(account: string, key: ChargeKey, runId: string): Promise<boolean>;
  /**
   * The run has used so many tokens; `null`: it is over and nobody knows. Answers whether that was news: a settled charge
   * stays as it is, unless another run was made under the same key.
   */
  settle(account: string, key: ChargeKey, runId: string | null, tokens: number | null): Promise<boolean>;
  /** Gives an open charge back, unless a run of it was seen; answers whether it did. */
  release(account: string, key: ChargeKey): Promise<boolean>;
}

/** The account of all visitors together. */
export const DEPLOYMENT = 'deployment';
/** What accounts of addresses begin with. */
export const ADDRESS = 'address-';

export const DAY = 24 * 3_600_000;
/** How long (milliseconds) a settled charge is known by its key: as long as Letta replays a repeated send. */
export const CHARGES_KEPT = 3 * 3_600_000;
/** After this long (milliseconds) an open charge is worth asking after, and again after as long … */
export const CHARGE_OVERDUE = 60_000;
/** … so many at a time. */
export const ASKED_AFTER = 2;

export const dayOf = (at: number) => Math.floor(at / DAY);

/**
 * The rate limit, from one number for each account and kind: the moment at which everything counted has drained. So many
 * at once, then one more each time its share of the minute has passed; the wait is exact.
 */
export function drain(drained: number, perMinute: number, now: number): { wait: number; drained: number } {
  if (perMinute === 0) return { wait: 0, drained };
  const next = Math.max(drained, now) + 60_000 / perMinute;
  return { wait: Math.max(0, Math.ceil(next - now - 60_000)), drained: next };
}

/** What becomes of a charge at that news; `null`: it stays as it is. */
export function settled(
  charge: Charge,
  runId: string | null,
  tokens: number | null,
): Pick<Charge, 'tokens' | 'state' | 'runId'> | null {
  if (tokens === null) return charge.state === 'open' ? { ...charge, state: 'guessed' } : null;
  if (charge.state !== 'settled') return { tokens, state: 'settled', runId: runId ?? charge.runId };
  const isSame = runId === null || charge.runId === null || runId === charge.runId;
  return isSame ? null : { tokens: charge.tokens + tokens, state: 'settled', runId };
}
