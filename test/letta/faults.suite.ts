// The fault bench on this server: a conversation through client, proxy and Letta whose lines are cut at random bytes, on both
// legs. It has to come out as the uncut one, in the transcript and in Letta's history. `npm run test:faults` tries every byte.
//   LETTA_FAULTS_SEED=other   other bytes
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runBench } from '../faults/bench.ts';
import { useServer } from '../faults/letta.ts';
import type { Mode } from '../faults/series.ts';
import { createTally, describeFailures } from '../faults/summary.ts';
import { call, createAgent, target } from './client.ts';

const seed = process.env['LETTA_FAULTS_SEED'] ?? 'letta-chat';
const mode: Mode = target.redis ? 'background' : 'foreground';

/** A conversation has five streams, each of which is cut where it is long enough: at least twenty cuts on a leg. */
const options = {
  seed,
  modes: [mode],
  every: Number.POSITIVE_INFINITY,
  handful: 4,
  samples: 2,
  haste: 5,
  lanes: 4,
  shard: 0,
  shards: 1,
};

for (const [leg, line] of [
  ['client', 'to the visitor'],
  ['letta', 'to Letta'],
] as const) {
  test(`whichever byte the line ${line} is cut at, nothing is lost or doubled`, async (t) => {
    const agentId = await createAgent();
    t.after(() => call('DELETE', `/v1/agents/${agentId}`));
    const tally = createTally();
    const series = [leg, `${leg}-double`].map((name) => (target.redis ? name : `${name}-foreground`));
    await runBench({ ...options, series }, tally.take, async () => useServer(target.url, agentId));
    t.diagnostic(`${tally.faults} faults in ${tally.tried} conversations`);
    assert.equal(tally.failed, 0, describeFailures(tally, seed));
    assert.ok(tally.tried >= 6 && tally.faults >= 20, `only ${tally.faults} faults in ${tally.tried} conversations`);
  });
}
