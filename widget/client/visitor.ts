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

/** The address of the proxy without a slash at the end; in a page it may be relative to it. @throws {TypeError} when it is none. */
export function proxyUrl(proxy: string): string {
  const base = globalThis.document?.baseURI;
  const { protocol, href } = URL.canParse(proxy, base) ? new URL(proxy, base) : { protocol: '', href: '' };
  if (/^https?:$/.test(protocol)) return href.replace(/\/+$/, '');
  throw new TypeError(
    `proxy="${proxy}" is no web address. Write the address of your proxy, like proxy="https://chat.example.com".`,
  );
}

export function scopeOf(proxy: string, agent: string | undefined, subject: string): Scope {
  const [site, person, name] = [proxy, subject, agent ?? ''].map(encodeURIComponent);
  return { proxy: `${site}|`, visitor: `${site}|${person}|`, agent: `${site}|${person}|${name}|` };
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
