/**
 * `npm start`: the demo site, the real proxy and the simulated Letta (or yours) behind one address.
 * This is the part at the terminal; what is started is put together in `demo.ts`.
 */
import { ConfigError } from '../proxy/config.ts';
import type { LogEntry } from '../proxy/log.ts';
import { ensureBuilt } from '../test/tools/build.ts';
import { type Demo, startDemo } from './demo.ts';
import { rebuildOnChange } from './rebuild.ts';
import { readSettings, type Settings, SettingsError } from './settings.ts';

try {
  await start(readSettings(process.env));
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function start(settings: Settings): Promise<void> {
  ensureBuilt();
  const demo = await startDemo({ ...settings, log: printProblem });
  const rebuilding = rebuildOnChange();
  console.log(`${demo.url} is ${describe(settings)}. Ctrl-C ends it.`);
  stopOnSignal(demo, rebuilding);
}

function describe({ letta }: Settings): string {
  if (!letta) return 'the demo site, with the real proxy and a simulated Letta: no key, no account';
  return `the demo site, with the real proxy and your agent ${letta.agentId} at ${letta.baseUrl}`;
}

/** The first signal ends everything in order; a second one at once, as Node does without a listener. */
function stopOnSignal(demo: Demo, rebuilding: AbortController): void {
  const stop = () => {
    process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop);
    rebuilding.abort();
    void demo.stop();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

/** Of the proxy's log what the person at the terminal has to know; a line per request would bury it. */
function printProblem({ level, problem, message }: LogEntry): void {
  if (problem) console.error(problem);
  else if (level === 'error') console.error(message);
}
