/** The visitor's token: made once, kept, and made anew when the proxy no longer takes it. One flight for all callers and tabs. */
import type { Visitor } from '../../proxy/protocol.ts';

export interface TokenPorts {
  /** Asks the proxy for a visitor: the one of the old token, if it still may be. */
  readonly mint: (old: string | null) => Promise<Visitor>;
  readonly load: () => Promise<Visitor | null>;
  readonly save: (visitor: Visitor) => Promise<void>;
  /** Runs the work while no other tab runs its own. */
  readonly alone: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

export interface Tokens {
  /** The token to use. `stale`: one that the proxy has refused, so another is wanted. */
  get(stale?: string): Promise<string>;
}

export function createTokens({ mint, load, save, alone }: TokenPorts): Tokens {
  let current: string | null = null;
  let flight: Promise<string> | null = null;

  /** Another tab may have made one while this one waited. */
  const make = (stale: string | undefined) =>
    alone(async () => {
      const kept = await load();
      if (kept && kept.token !== stale) return kept.token;
      const visitor = await mint(kept?.token ?? stale ?? null);
      await save(visitor);
      return visitor.token;
    });

  return {
    async get(stale) {
      if (current !== null && current !== stale) return current;
      flight ??= make(stale).finally(() => {
        flight = null;
      });
      current = await flight;
      return current;
    },
  };
}
