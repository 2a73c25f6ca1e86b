// `npm run test:faults`: the fault bench at every point, and one line `N passed, N failed` at the end.
//   npm run test:faults -- --every 20             only one point of twenty
//   npm run test:faults -- --only client:1234     only that point (or a whole series: --only client-stall)
//   npm run test:faults -- --seed other           other random choices (default: letta-chat)
import { availableParallelism } from 'node:os';
import { readOptions } from '../tools/options.ts';
import { type BenchOptions, type Report, runBench } from './bench.ts';
import { runInProcesses } from './pool.ts';
import { createTally, describeFailures, describeFaults, describeSeries } from './summary.ts';

const { values } = readOptions({
  options: {
    every: { type: 'string', default: '1' },
    only: { type: 'string' },
    seed: { type: 'string', default: 'letta-chat' },
    processes: { type: 'string', default: String(availableParallelism()) },
    lanes: { type: 'string', default: '12' },
    haste: { type: 'string', default: '10' },
    samples: { type: 'string', default: '100' },
  },
});

const [series, at] = values.only?.split(':') ?? [];
const options: BenchOptions = {
  seed: values.seed,
  modes:
    series === undefined
      ? ['background', 'foreground']
      : [series.endsWith('-foreground') ? 'foreground' : 'background'],
  every: Number(values.every),
  handful: 8,
  samples: Number(values.samples),
  haste: Number(values.haste),
  lanes: Number(values.lanes),
  shard: 0,
  shards: 1,
  ...(series !== undefined && { series: [series] }),
  ...(at !== undefined && { at: Number(at) }),
};

const started = Date.now();
const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
const tally = createTally();
const progress = setInterval(
  () => console.log(`  ${tally.tried} tried, ${tally.failed} failed, ${seconds()} s`),
  10_000,
);
const report = (message: Report) => tally.take(message);

// A single point stays in this process, where a debugger reaches it.
if (at === undefined) await runInProcesses(options, Number(values.processes), report);
else await runBench(options, report);
clearInterval(progress);

console.log(describeSeries(tally));
if (tally.failed > 0) console.log(describeFailures(tally, values.seed));
else if (tally.tried > 0)
  console.log(`${describeFaults(tally)}, all equal, nothing lost or doubled, in ${seconds()} s.`);
else console.log(`No point matches --only ${values.only}.`);
console.log(`${tally.tried - tally.failed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed > 0 || tally.tried === 0 ? 1 : 0;
