/**
 * What is stored on this device when somebody signs in or out: an anonymous visitor's things become the person's, and what
 * others have left is removed. It is all done again at the next start if it was cut off.
 */
import { parseVisitor, type Visitor } from '../../proxy/protocol.ts';
import { VERSION } from '../storage/form.ts';
import type { Store } from '../storage/store.ts';
import { RequestError } from '../transport/failure.ts';
import { createRequests } from '../transport/request.ts';
import { TIME_LIMITS } from '../transport/time-limits.ts';
import { tellDeveloper } from './developer.ts';
import type { ClientPorts } from './ports.ts';
import { type Scope, scopeOf, visitorTokens } from './visitor.ts';

export interface Change {
  readonly proxy: string;
  readonly agent: string | undefined;
  /** Of whoever is here now. */
  readonly scope: Scope;
  /** Empty: an anonymous visitor. */
  readonly subject: string;
  /** What proves the subject to the proxy. */
  readonly proof: string;
  readonly ports: ClientPorts;
  readonly store: Store;
}

/** How long other tabs have to let go of what is to be moved or removed (milliseconds). */
const LETTING_GO = 100;

/** Resolves when it is stored; what the proxy could not be asked for waits for the next time. */
export function changePerson(change: Change): Promise<void> {
  const { proxy, agent, store } = change;
  const { alone } = visitorTokens(store, scopeOf(proxy, agent, ''), globalThis.navigator?.locks);
  return alone(async () => {
    await tellTabs(change);
    await settle(change);
  });
}

async function settle(change: Change): Promise<void> {
  const { store, scope, subject } = change;
  const anonymous = `${scope.proxy}|`;
  const key = `${anonymous}visitor`;
  const former = subject ? parseVisitor((await store.load(key))[0]) : null;
  const now = former && (await signIn(change, former.token));
  const stored = await store.keys(scope.proxy);
  const others = stored.filter((one) => !one.startsWith(anonymous) && !one.startsWith(scope.visitor));
  const theirs = stored.filter((one) => subject && one.startsWith(anonymous) && one !== key);
  const adopted = former ? now?.adopted : true;
  const moved = adopted ? await movedTo(scope.visitor, anonymous, theirs, store) : [];
  // From here on in one tick: all of it is stored, or nothing.
  for (const one of others) store.put(one, undefined);
  if (now !== null || !former) for (const one of subject ? [key, ...theirs] : []) store.put(one, undefined);
  for (const [one, value] of moved) store.put(one, value);
  if (now?.token) store.put(`${scope.visitor}visitor`, now);
  store.put(`${scope.proxy}person`, subject || undefined);
  await store.flush();
}

/** The new keys with their values. The person's own come first, but the conversation that is open stays open. */
async function movedTo(
  prefix: string,
  from: string,
  keys: readonly string[],
  store: Store,
): Promise<[string, unknown][]> {
  const targets = keys.map((key) => prefix + key.slice(from.length));
  const values = await store.load(...keys);
  const present = await store.load(...targets);
  return targets.flatMap((key, index): [string, unknown][] => {
    const [value, own] = [values[index], present[index]];
    if (Array.isArray(value) && Array.isArray(own)) return [[key, [...new Set([...value, ...own])]]];
    return own === undefined || key.endsWith('|open') ? [[key, value]] : [];
  });
}

/** `null`: not now. Without a token: the proxy does not know that visitor any more. */
async function signIn({ proxy, proof, ports }: Change, token: string): Promise<Partial<Visitor> | null> {
  const tokens = () => {
    throw new TypeError('This asks with the token that it was given.');
  };
  const { fetch, isOnline } = ports;
  const requests = createRequests({ proxy, fetch, isOnline, tokens });
  const { signal } = new AbortController();
  const request = { method: 'POST', body: { identity: proof }, limit: TIME_LIMITS.answer, signal } as const;
  try {
    return parseVisitor(await requests.jsonWith(token, '/v1/visitors', request));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    tellDeveloper(error);
    return error.failure.code === 'unauthorized' ? {} : null;
  }
}

/** Tabs that still show whoever was here let go of it. */
async function tellTabs({ proxy, agent, subject, ports, store }: Change): Promise<void> {
  const [last = ''] = await store.load(`${scopeOf(proxy, agent, '').proxy}person`);
  if (last === subject) return;
  const tabs = ports.tabs(`letta-chat-${VERSION}:${scopeOf(proxy, agent, String(last)).agent}`);
  if (!tabs) return;
  await tabs.join({ lead: () => undefined, deposed: () => undefined, receive: () => undefined });
  tabs.post({ type: 'reset', left: true });
  await new Promise<void>((resolve) => ports.later(resolve, LETTING_GO));
  tabs.leave();
}
