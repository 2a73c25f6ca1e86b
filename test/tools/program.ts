// Runs a test program of ours (the conformance suite, test/letta/) and reads its counts from the summary line that it ends with.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { nothing, parseSummaryLine, type Tally } from './tally.ts';

/** Longest time that a program gets, in milliseconds. */
const limit = 10 * 60_000;

/**
 * Runs a program of ours that prints `N passed, N failed`, and shows all that it prints but that line.
 * No such line, an empty one, or a bad exit code without a failure named, counts as a failure.
 */
export async function runProgram(script: string, ...options: readonly string[]): Promise<Tally> {
  const child = spawn(process.execPath, [script, ...options], { stdio: ['ignore', 'pipe', 'inherit'], timeout: limit });
  const closed = once(child, 'close');
  const kill = () => child.kill();
  process.once('exit', kill);
  let tally: Tally | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const read = parseSummaryLine(line);
    if (read) tally = read;
    else console.log(line);
  }
  const [code, signal] = await closed;
  process.off('exit', kill);
  const problem = findProblem(tally, code ?? signal);
  if (!problem) return tally ?? nothing;
  console.log(`✗ ${problem}`);
  const counted = tally ?? nothing;
  return { ...counted, failed: counted.failed + 1 };
}

function findProblem(tally: Tally | undefined, end: number | string): string | undefined {
  if (!tally) return `it ended (${end}) without a summary line`;
  if (tally.passed + tally.failed + tally.skipped === 0) return 'it ran no tests';
  if (end !== 0 && tally.failed === 0) return `nothing failed, but it ended with ${end}`;
  return undefined;
}
