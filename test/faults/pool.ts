/**
 * Runs the bench in several processes, each with every n-th point and a simulator, proxies and clients of its own, and
 * gathers what they report. Which points there are and how one is judged is bench.ts's.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BenchOptions, Report } from './bench.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/** @param report is called for every series once it is known (per process) and for every point that has been tried. */
export async function runInProcesses(
  options: BenchOptions,
  processes: number,
  report: (report: Report) => void,
): Promise<void> {
  const shards = Array.from({ length: processes }, (_, index) =>
    runShard({ ...options, shard: index, shards: processes }, report),
  );
  await Promise.all(shards);
}

function runShard(options: BenchOptions, report: (report: Report) => void): Promise<void> {
  const child = fork(WORKER, [JSON.stringify(options)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.on('message', (message) => report(message as Report));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`a process of the fault bench ended with ${signal ?? `exit code ${code}`}`));
    });
  });
}
