/** Who a signed-in visitor is, as far as it matters for what is kept on this device. */
import type { Store } from '../storage/store.ts';
import type { Scope } from './visitor.ts';

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
