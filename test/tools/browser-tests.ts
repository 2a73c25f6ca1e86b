// Runs the element tests with Web Test Runner in real browsers and counts what happened.
// A session that did not pass counts as failed even when none of its tests did: then the file did not load, or the page broke.
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { type BrowserLauncher, defaultReporter, startTestRunner, type TestRunner } from '@web/test-runner';
import { root } from './root.ts';
import { nothing, sum, type Tally } from './tally.ts';

type Session = ReturnType<TestRunner['sessions']['all']> extends Iterable<infer One> ? One : never;
type Suite = NonNullable<Session['testResults']>;

/** Runs the files in each of the browsers, one page at a time: in parallel, runs fail now and then for want of frames and focus. */
export async function runBrowserTests(files: readonly string[], browsers: BrowserLauncher[]): Promise<Tally> {
  const runner = await startTestRunner({
    autoExitProcess: false,
    readCliArgs: false,
    readFileConfig: false,
    config: {
      files: [...files],
      rootDir: root,
      browsers,
      nodeResolve: true,
      concurrentBrowsers: 1,
      concurrency: 1,
      testFramework: { config: { timeout: '15000' } },
      browserStartTimeout: 60_000,
      testsStartTimeout: 60_000,
      testsFinishTimeout: 120_000,
      plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: `${root}/tsconfig.json` })],
      reporters: [defaultReporter({ reportTestProgress: false })],
      filterBrowserLogs: ({ args }) => !String(args[0]).includes('Lit is in dev mode'),
    },
  });
  if (!runner) throw new Error('Web Test Runner did not start; its message is above.');
  await new Promise<void>((resolve) => runner.on('stopped', () => resolve()));
  const sessions = [...runner.sessions.all()];
  const missing = files.length * browsers.length - sessions.length;
  return sum([...sessions.map(countSession), { ...nothing, failed: missing }]);
}

function countSession(session: Session): Tally {
  const tally = session.testResults ? countSuite(session.testResults) : nothing;
  const name = `${session.testFile.replace(root, '.')} in ${session.browser.name}`;
  const empty = tally.passed + tally.failed + tally.skipped === 0;
  if ((session.passed && !empty) || tally.failed > 0) {
    console.log(`${session.passed ? '✓' : '✗'} ${name}: ${tally.passed} passed, ${tally.failed} failed`);
    return tally;
  }
  console.log(`✗ ${name}: ${empty ? 'no test ran' : 'something failed outside its tests'}`);
  return { ...tally, failed: 1 };
}

function countSuite(suite: Suite): Tally {
  const own = suite.tests.map(({ passed, skipped }) => ({
    passed: passed && !skipped ? 1 : 0,
    failed: passed || skipped ? 0 : 1,
    skipped: skipped ? 1 : 0,
  }));
  return sum([...own, ...suite.suites.map(countSuite)]);
}
