// The servers that the suites of this folder run against: the simulator and a real Letta, each with and without Redis.
// Other suites (a browser on the whole chain, faults) start theirs here too. Whoever starts one stops it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { serve } from '@hono/node-server';
import { createSimulator } from '../../demo/simulator/index.ts';

/** A running server. */
export interface Target {
  /** For people, such as `a real Letta server without Redis`. */
  readonly name: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Whether it has background streams, recognises repeated otids, refuses a busy conversation. */
  readonly hasRedis: boolean;
  stop(): Promise<void>;
}

/** Milliseconds: a real server's are 20,000, for which a suite that runs often has no time. */
const PING_INTERVAL = 5000;

/** The simulator on a free port of loopback, in this process. */
export async function startSimulator({ redis }: { redis: boolean }): Promise<Target> {
  const simulator = createSimulator({ redis, pingInterval: PING_INTERVAL });
  const server = serve({ fetch: (request) => simulator.fetch(request), port: 0, hostname: '127.0.0.1' });
  if (!server.listening) await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    name: `the simulator${redis ? '' : ' without Redis'}`,
    baseUrl: `http://127.0.0.1:${port}`,
    hasRedis: redis,
    async stop() {
      simulator.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * A real Letta server on a free port, empty. Installs it first when that has not been done (see serve.py).
 * @throws with a sentence that says what is missing.
 */
export async function startLetta({ redis }: { redis: boolean }): Promise<Target> {
  requirePrograms(redis);
  const folder = join(tmpdir(), 'letta-chat-test');
  const home = makeHome(folder);
  const options = ['--port', String(await freePort()), '--node', process.execPath, '--home', home];
  const shared = ['--venv', join(folder, 'venv'), ...(redis ? [] : ['--no-redis'])];
  const script = join(import.meta.dirname, 'serve.py');
  const child = spawn('python3', [script, ...options, ...shared], { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => child.kill('SIGTERM');
  process.once('exit', kill);
  const baseUrl = await firstLine(child);
  return {
    name: `a real Letta server${redis ? '' : ' without Redis'}`,
    baseUrl,
    hasRedis: redis,
    async stop() {
      const exited = once(child, 'exit');
      process.off('exit', kill);
      kill();
      if (child.exitCode === null) await exited;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A server that somebody else runs and stops; its model has to be the scripted one. */
export function runningTarget(url: string, hasRedis: boolean): Target {
  const baseUrl = url.replace(/\/$/, '');
  return { name: `the server at ${baseUrl}`, baseUrl, hasRedis, stop: async () => undefined };
}

/** A folder for one server's data, of its own: several may run at a time. */
function makeHome(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const home = mkdtempSync(join(folder, 'home-'));
  // As root, PostgreSQL runs as another user, who has to find its data.
  chmodSync(home, 0o755);
  return home;
}

function requirePrograms(redis: boolean): void {
  const has = (program: string) => spawnSync(program, ['--version']).error === undefined;
  if (!has('python3'))
    throw new Error('python3 is not installed. Letta needs it: install Python 3.11 to 3.13 with venv.');
  if (redis && !has('redis-server')) {
    throw new Error(
      'redis-server is not installed. Install it (Debian: apt-get install redis-server; macOS: brew install redis).',
    );
  }
}

/** The first line that it prints. @throws when it ends without one: it has said why on stderr. */
async function firstLine(child: ChildProcess): Promise<string> {
  const lines = createInterface({ input: child.stdout! });
  const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string | undefined];
  if (line === undefined) throw new Error('The real Letta server did not start.');
  return line;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
