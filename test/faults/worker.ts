// One process of the fault bench: runs its share of the points and reports to the process that forked it (pool.ts).
import { type BenchOptions, runBench } from './bench.ts';

// Without its parent nobody wants to know.
process.once('disconnect', () => process.exit());
const options: BenchOptions = JSON.parse(process.argv[2] ?? '{}');
await runBench(options, (report) => process.send?.(report));
process.exit();
