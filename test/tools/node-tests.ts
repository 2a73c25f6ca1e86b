// Runs test files of node:test, one process each, and counts what happened in them.
// What node:test itself would let pass counts as failed here: a file without tests, one that ends early, one that does not end,
// a hook that fails after its tests, and a rejection that nobody handled.
import { relative } from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';
import { sum, type Tally } from './tally.ts';

/** Of a run; times in milliseconds. */
export interface Limits {
  /** For a single test. Default 60 000. */
  readonly test?: number;
  /** For a file to say nothing; then it is stopped. Default: 5 s more than a test may take. */
  readonly silence?: number;
  /** How many files run at a time. Default 1. */
  readonly atOnce?: number;
}

type Events = import('node:test').TestsStream;
type Failure = import('node:test').EventData.TestFail;

/** Runs the files and prints a line for each; what a failing file wrote is printed too. */
export async function runNodeTests(files: readonly string[], root: string, limits: Limits = {}): Promise<Tally> {
  const tallies: Tally[] = [];
  const waiting = [...files];
  const runNext = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift())
      tallies.push(await runFile(file, relative(root, file), limits));
  };
  await Promise.all(Array.from({ length: limits.atOnce ?? 1 }, runNext));
  return sum(tallies);
}

async function runFile(file: string, name: string, { test = 60_000, silence = test + 5000 }: Limits): Promise<Tally> {
  const started = Date.now();
  const stop = new AbortController();
  const abort = () => stop.abort();
  process.once('exit', abort);
  const events = run({ files: [file], timeout: test, signal: stop.signal });
  const watched = watch(events, file);
  // node:test limits each test but waits for ever for a process that something left open (a server, a timer) keeps alive.
  const timer = setTimeout(() => {
    watched.problems.push(`stopped after ${silence / 1000} s of silence: a hook hangs, or something was left open`);
    abort();
  }, silence);
  for await (const _ of events) timer.refresh();
  clearTimeout(timer);
  process.off('exit', abort);
  const tally = watched.tally();
  report(name, tally, watched, Date.now() - started);
  return tally;
}

/** Gathers from the events of one file what is to be counted and what is to be shown. */
function watch(events: Events, file: string) {
  const problems: string[] = [];
  const output: string[] = [];
  let passed = 0;
  let skipped = 0;
  let tests: number | undefined;
  let succeeded = false;
  events.on('test:pass', ({ name, skip, todo, details }) => {
    // A file without a single test is reported as a test of the file's name that passed.
    if (details.type === 'suite' || isFile(name, file)) return;
    if (skip !== undefined || todo !== undefined) skipped += 1;
    else passed += 1;
  });
  events.on('test:fail', (failure) => {
    if (failure.todo !== undefined) skipped += 1;
    else if (!isRepeated(failure, file)) problems.push(describe(failure));
  });
  events.on('test:summary', (summary) => {
    if (!summary.file) return;
    tests = summary.counts.tests;
    succeeded = summary.success;
  });
  events.on('test:stdout', ({ message }) => output.push(message));
  events.on('test:stderr', ({ message }) => output.push(message));
  events.on('test:diagnostic', ({ message, file: source }) => {
    if (source) output.push(`${message}\n`);
  });
  function tally(): Tally {
    if (problems.length === 0) {
      if (tests === undefined) problems.push('the file ended before its tests did, or has none');
      else if (tests === 0) problems.push('the file has no tests');
      else if (!succeeded) problems.push('the file failed outside its tests');
    }
    return { passed, failed: problems.length, skipped };
  }
  return { problems, output, tally };
}

const isFile = (name: string, file: string) => file.endsWith(name) && name.endsWith('.ts');

/** Whether the failure has been counted: a suite fails when a test in it does, a file when this runner stopped it. */
function isRepeated({ name, details }: Failure, file: string): boolean {
  const type = property(details.error, 'failureType');
  return (type === 'testAborted' && isFile(name, file)) || (details.type === 'suite' && type === 'subtestsFailed');
}

function describe({ name, line, details }: Failure): string {
  const exitCode = property(details.error, 'exitCode');
  const signal = property(details.error, 'signal');
  if (signal) return `the file was ended by ${signal}`;
  if (exitCode) return `the file ended with exit code ${exitCode}`;
  const cause = details.error.cause ?? details.error;
  return `${name}${line ? ` (line ${line})` : ''}\n${indent(typeof cause === 'string' ? cause : inspect(cause))}`;
}

const property = (error: object, name: string): unknown => Object.entries(error).find(([key]) => key === name)?.[1];

const indent = (text: string) => text.replaceAll(/^/gm, '    ');

function report(
  name: string,
  tally: Tally,
  { problems, output }: ReturnType<typeof watch>,
  milliseconds: number,
): void {
  const skipped = tally.skipped ? `, ${tally.skipped} skipped` : '';
  const failed = tally.failed ? `, ${tally.failed} failed` : '';
  console.log(`${tally.failed ? '✗' : '✓'} ${name}: ${tally.passed} passed${failed}${skipped} (${milliseconds} ms)`);
  if (!tally.failed) return;
  for (const problem of problems) console.log(`  ✗ ${problem}`);
  const written = output.join('').trim();
  if (written) console.log(`  It wrote:\n${indent(written)}`);
}
