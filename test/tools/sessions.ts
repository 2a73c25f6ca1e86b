// What came of a session of Web Test Runner (one test file in one browser): its tally and its problems.
// Stricter than the runner: a session without tests and a rejection that nobody handled count as failed.
import { Console } from 'node:console';
import { formatError, type TestRunner } from '@web/test-runner';
import { root } from './root.ts';
import { nothing, sum, type Tally } from './tally.ts';

// Web Test Runner takes the global console over while it runs and redraws the terminal around every line.
const { log } = new Console(process.stdout);

/** One test file in one browser. */
export type Session = ReturnType<TestRunner['sessions']['all']> extends Iterable<infer One> ? One : never;
type Suite = NonNullable<Session['testResults']>;

/** The tally of a session, and what is to be said about its failures. */
export interface Outcome {
  readonly tally: Tally;
  readonly problems: readonly string[];
}

/** Judges a finished session. What failed outside its tests (the file did not load, the page went away) is one failure more. */
export function judge(session: Session): Outcome {
  const tally = session.testResults ? countSuite(session.testResults) : nothing;
  const inTests = session.testResults ? listErrors(session.testResults) : [];
  const around = session.errors.map((error) => (error.stack ? formatError(error) : error.message));
  if (session.status !== 'FINISHED') around.push('it was never run to its end');
  if (hasUnhandledRejection(session)) around.push('a promise was rejected and nobody handled it');
  const ran = tally.passed + tally.failed + tally.skipped > 0;
  if (!ran && around.length === 0) around.push('no test ran');
  if (!session.passed && tally.failed === 0 && around.length === 0) around.push('it failed outside its tests');
  const failed = tally.failed + (around.length > 0 ? 1 : 0);
  return { tally: { ...tally, failed }, problems: [...inTests, ...around] };
}

/** Prints a line, and for a failed session its problems and what the page logged. */
export function show(session: Session, { tally, problems }: Outcome): void {
  const file = session.testFile.replace(`${root}/`, '');
  const failed = tally.failed ? `, ${tally.failed} failed` : '';
  const skipped = tally.skipped ? `, ${tally.skipped} skipped` : '';
  log(`${tally.failed ? '✗' : '✓'} ${file} in ${session.browser.name}: ${tally.passed} passed${failed}${skipped}`);
  if (!tally.failed) return;
  for (const problem of problems) log(`  ✗ ${indent(problem)}`);
  for (const missing of session.request404s) log(`  It asked for ${missing}, which is not there.`);
  for (const logged of session.logs) log('  It logged:', ...logged);
}

const indent = (text: string) => text.replaceAll('\n', '\n    ');

// The page part of the runner catches these, logs them under this heading and calls the test passed.
function hasUnhandledRejection({ logs }: Session): boolean {
  return logs.flat().some((value) => String(value).includes('An error was thrown in a Promise outside a test'));
}

function countSuite(suite: Suite): Tally {
  const own = suite.tests.map(({ passed, skipped }) => ({
    passed: passed && !skipped ? 1 : 0,
    failed: passed || skipped ? 0 : 1,
    skipped: skipped ? 1 : 0,
  }));
  return sum([...own, ...suite.suites.map(countSuite)]);
}

function listErrors(suite: Suite): string[] {
  const own = suite.tests.flatMap(({ name, error }) => (error ? [`${name}\n${formatError(error)}`] : []));
  return [...own, ...suite.suites.flatMap(listErrors)];
}
