// A/B: how visitors are shared out among an agent's variants, and that nobody changes sides.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { AgentConfig, Variant } from '../../proxy/settings/agents.ts';
import { createMemoryStore } from '../../proxy/store/memory.ts';
import { draw, variantFor } from '../../proxy/variants.ts';

const VISITORS = 100_000;
const visitors = Array.from(
  { length: VISITORS },
  (_, i) => `visitor-${i.toString(16).padStart(8, '0')}-1111-4111-8111-111111111111`,
);

const agent = (...variants: [Variant, ...Variant[]]): AgentConfig => ({
  name: 'support',
  title: 'Support',
  description: '',
  avatar: null,
  greeting: null,
  suggestions: [],
  show: [],
  tools: [],
  variants,
});
const calm = { label: 'calm', agentId: 'agent-1', weight: 70 };
const brisk = { label: 'brisk', agentId: 'agent-2', weight: 30 };

/** Each visitor's side. */
async function sides(of: AgentConfig, among: readonly string[] = visitors): Promise<(string | null)[]> {
  const all: (string | null)[] = [];
  for (const visitor of among) all.push((await draw(of, visitor)).label);
  return all;
}
const shareOf = (label: string, all: readonly (string | null)[]) =>
  all.filter((one) => one === label).length / all.length;

/** Enough where no share is measured. */
const few = visitors.slice(0, 5_000);

let first: readonly (string | null)[];
before(async () => {
  first = await sides(agent(calm, brisk));
});

test('100,000 visitors are shared out 70 to 30', (t) => {
  const share = shareOf('calm', first);
  t.diagnostic(`${(share * 100).toFixed(2)} % and ${((1 - share) * 100).toFixed(2)} % of ${VISITORS} visitors`);
  // Four standard deviations of a fair draw: 0.58 %.
  assert.ok(Math.abs(share - 0.7) < 4 * Math.sqrt((0.7 * 0.3) / VISITORS), `${share}`);
});

test('nobody changes sides when the variants are reordered', async () => {
  assert.deepEqual(await sides(agent(brisk, calm)), first);
});

test('a changed weight moves visitors to the heavier side only', async () => {
  const changed = await sides(agent(calm, { ...brisk, weight: 70 }), few);
  assert.ok(Math.abs(shareOf('calm', changed) - 0.5) < 0.03);
  assert.equal(
    changed.findIndex((side, i) => side === 'calm' && first[i] === 'brisk'),
    -1,
  );
});

test('the choice is kept: new weights move nobody who has one', async () => {
  const store = createMemoryStore();
  const some = visitors.slice(0, 200);
  const kept = (of: AgentConfig) =>
    Promise.all(some.map(async (visitor) => (await variantFor(of, visitor, store)).label));
  const before = await kept(agent(calm, brisk));
  assert.deepEqual(await kept(agent({ ...brisk, weight: 99 }, { ...calm, weight: 1 })), before);
});

test('a variant that is gone is replaced by the one that is left; weight 0 takes no new visitors', async () => {
  const store = createMemoryStore();
  const someone = visitors[first.indexOf('brisk')]!;
  assert.equal((await variantFor(agent(calm, brisk), someone, store)).label, 'brisk');
  const other = { label: 'other', agentId: 'agent-3', weight: 1 };
  assert.equal((await variantFor(agent(calm, { ...other, weight: 0 }), someone, store)).label, 'calm');
  assert.equal((await variantFor(agent(calm, { ...brisk, weight: 0 }), someone, store)).label, 'brisk');
  assert.deepEqual(new Set(await sides(agent(calm, { ...brisk, weight: 0 }), few)), new Set(['calm']));
});
