// Runs the element tests with Web Test Runner in real browsers. What a session's outcome means, and how it is shown, is in sessions.ts.
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { type BrowserLauncher, startTestRunner } from '@web/test-runner';
import { root } from './root.ts';
import { judge, show } from './sessions.ts';
import { sum, type Tally } from './tally.ts';

/** What the proxy has of Node and a browser has not, for tests that run it there: nobody reads what it keeps. */
const standIns = {
  name: 'stand-ins',
  resolveImport: ({ source }: { source: string }) =>
    source === 'node:async_hooks' ? '/test/browser/async-hooks.ts' : undefined,
};

/**
 * Runs the files (absolute, or relative to the top folder) in each of the browsers and prints a line for each pair.
 * One page at a time: in parallel, pages fail now and then for want of frames and focus.
 */
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
      plugins: [standIns, esbuildPlugin({ ts: true, target: 'es2022', tsconfig: `${root}/tsconfig.json` })],
      reporters: [],
      filterBrowserLogs: ({ args }) => !String(args[0]).includes('Lit is in dev mode'),
    },
  });
  if (!runner) throw new Error('Web Test Runner did not start; its message is above.');
  runner.sessions.on('session-status-updated', (session) => {
    if (session.status === 'FINISHED') show(session, judge(session));
  });
  await new Promise<void>((resolve) => runner.on('stopped', () => resolve()));
  const outcomes = [...runner.sessions.all()].map(judge);
  return sum(outcomes.map(({ tally }) => tally));
}
