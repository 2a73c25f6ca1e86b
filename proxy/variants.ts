/**
 * Which of an agent's weighted variants answers a visitor. The choice is the visitor's for good: it is kept in the store, and
 * made by rendezvous hashing, so that neither a new order nor a lost store moves anyone, and a changed weight moves only as
 * many as it must (https://www.ietf.org/archive/id/draft-ietf-bess-weighted-hrw-02.html). Nobody outside can see or steer it:
 * visitors' ids are made by the proxy.
 */
import type { AgentConfig, Variant } from './settings/agents.ts';
import type { Store } from './store/store.ts';

/** The visitor's variant of this agent: the same one each time, as long as it is there. */
export async function variantFor(agent: AgentConfig, visitor: string, store: Store): Promise<Variant> {
  const [first, ...others] = agent.variants;
  if (others.length === 0) return first;
  const drawn = await draw(agent, visitor);
  const kept = await store.keepOnce(visitor, `variant of ${agent.name}`, drawn.label ?? '');
  return agent.variants.find(({ label }) => label === kept) ?? drawn;
}

/** Of all variants the one with the highest score; a score depends on nothing but the visitor, the label and its weight. */
export async function draw({ name, variants }: AgentConfig, visitor: string): Promise<Variant> {
  const scores = await Promise.all(variants.map((variant) => scoreOf(`${name}/${variant.label}/${visitor}`, variant)));
  return variants[scores.indexOf(Math.max(...scores))]!;
}

async function scoreOf(key: string, { weight }: Variant): Promise<number> {
  const digest = new DataView(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key)));
  const even = (digest.getUint32(0) + 0.5) / 2 ** 32;
  return weight === 0 ? Number.NEGATIVE_INFINITY : weight / -Math.log(even);
}
