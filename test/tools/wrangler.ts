// Runs wrangler with its calls home switched off: `node test/tools/wrangler.ts dev …` for npm scripts, the environment for tests.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './root.ts';

/** What every process that starts wrangler must have in its environment, or it tries to reach Cloudflare; and writes its log into the home. */
export const wranglerEnvironment = {
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_WRITE_LOGS: 'false',
} as const;

/** The program itself, for spawning. */
export const wranglerPath = join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js');

if (import.meta.main) {
  const child = spawn(process.execPath, [wranglerPath, ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    // The settings come from the shell, as for Node: `LETTA_BASE_URL=… npm run dev:worker`.
    env: { CLOUDFLARE_INCLUDE_PROCESS_ENV: 'true', ...process.env, ...wranglerEnvironment },
  });
  // Ctrl-C reaches wrangler by the terminal; a plain SIGTERM must be passed on.
  process.on('SIGINT', () => undefined).on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('exit', (code) => process.exit(code ?? 1));
}
