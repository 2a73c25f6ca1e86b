/** Where the visitor's token is kept, and under which names everything else is: apart for each proxy, agent and person. */
import { parseVisitor } from '../../proxy/protocol.ts';
import type { Store } from '../storage/store.ts';
import type { TokenPorts } from '../transport/tokens.ts';

export interface Scope {
  /** Of everything that `reset()` forgets. Right after it: `person`, the subject that was here last. */
  readonly proxy: string;
  /** Of the visitor's token. */
  readonly visitor: string;
  /** Of the conversations with one agent. */
  readonly agent: string;
}

export function scopeOf(proxy: string, agent: string | undefined, subject: string): Scope {
  const [site, person, name] = [proxy, subject, agent ?? ''].map(encodeURIComponent);
  return { proxy: `${site}|`, visitor: `${site}|${person}|`, agent: `${site}|${person}|${name}|` };
}

/** Whom a host site's JWT speaks of. Not verified, which is the proxy's business: it only keeps people's data apart. */
export function subjectOf(identity: string): string {
  try {
    const payload = identity.split('.')[1] ?? '';
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    return String((claims as { sub?: unknown } | null)?.sub ?? '');
  } catch {
    return identity; // no JWT: the proxy will say so; until then nobody shares its data
  }
}

/** Whether somebody else was here last, or this person was anonymous until now: then their things are to be put in order first. */
export async function hasChanged(store: Store, { proxy }: Scope, subject: string): Promise<boolean> {
  const [last, anonymous] = await store.load(`${proxy}person`, `${proxy}|visitor`);
  return (last ?? '') !== subject || (subject !== '' && anonymous !== undefined);
}

export function visitorTokens(store: Store, scope: Scope, lock: LockManager | undefined): Omit<TokenPorts, 'mint'> {
  const key = `${scope.visitor}visitor`;
  return {
    load: async () => parseVisitor((await store.load(key))[0]),
    async save(visitor) {
      store.put(key, visitor);
      await store.flush();
    },
    alone: async (work) => (lock ? await lock.request(`letta-chat:${key}`, work) : work()),
  };
}
