import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { createLane, type Lane } from './lane.ts';
import { startSimulator } from './letta.ts';
import { runInProcesses } from './pool.ts';
import type { Mode } from './series.ts';
import { createTally, describeFailures, describeSeries } from './summary.ts';
import { measureUncut, runTrial } from './trial.ts';

const SEED = 'letta-chat';

/** A sample of what `npm run test:faults` tries in full. */
async function sample(mode: Mode): Promise<void> {
  const tally = createTally();
  const options = {
    seed: SEED,
    modes: [mode],
    every: 100,
    handful: 8,
    samples: 8,
    haste: 10,
    lanes: 8,
    shard: 0,
    shards: 1,
  };
  await runInProcesses(options, Math.min(2, availableParallelism()), tally.take);
  console.log(describeSeries(tally));
  assert.equal(tally.failed, 0, describeFailures(tally, SEED));
  assert.ok(tally.tried > 60 && tally.faults > tally.tried, `${tally.faults} faults in ${tally.tried} conversations`);
}

test('wherever a line breaks, the conversation comes out as if it had not', () => sample('background'));

test('the same with a Letta that has no background streams', () => sample('foreground'));

async function onLane(work: (lane: Lane) => Promise<void>): Promise<void> {
  const letta = await startSimulator('background');
  const lane = await createLane('background', letta, 10);
  try {
    await work(lane);
  } finally {
    await lane.close();
    await letta.close();
  }
}

const unharmed = { plans: {}, faults: 0 };

test('the bench notices a transcript that differs', () =>
  onLane(async (lane) => {
    const uncut = await measureUncut(lane);
    assert.deepEqual(await runTrial(lane, unharmed, uncut), { problem: null, faults: 0, retries: 0 });
    const [first, ...others] = uncut.transcript;
    const longer = { ...uncut, transcript: [{ ...first!, text: `${first!.text}!` }, ...others] };
    assert.match((await runTrial(lane, unharmed, longer)).problem ?? '', /^the transcript differs: line 0 is .*\n/);
    const shorter = { ...uncut, transcript: uncut.transcript.slice(0, -1) };
    assert.match(
      (await runTrial(lane, unharmed, shorter)).problem ?? '',
      /^the transcript differs: there is .* more\n/,
    );
  }));

test("the bench notices a message that Letta's history has twice", () =>
  onLane(async (lane) => {
    const uncut = await measureUncut(lane);
    const twice = async (conversation: string) => {
      const lines = await lane.letta.history(conversation);
      return [...lines, lines[0]!];
    };
    const doubling = { ...lane, letta: { ...lane.letta, history: twice } };
    assert.match((await runTrial(doubling, unharmed, uncut)).problem ?? '', /^Letta's history differs/);
    const equal = { ...uncut, history: [...uncut.history, uncut.history[0]!] };
    assert.match(
      (await runTrial(doubling, unharmed, equal)).problem ?? '',
      /^Letta has "think .* 2 times instead of 1/,
    );
  }));

test('the bench notices a fault that did not happen', () =>
  onLane(async (lane) => {
    const { problem } = await runTrial(lane, { plans: {}, faults: 1 }, await measureUncut(lane));
    assert.match(problem ?? '', /^0 faults happened instead of 1/);
  }));
