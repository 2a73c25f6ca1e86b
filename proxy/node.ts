/**
 * The proxy on Node, for one machine: `node proxy/node.ts` with the settings in the environment, or `startNode` from a
 * program of one's own. Past one machine use Workers: this entry's store is a file beside it.
 */
import { realpathSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import { createProxy, type ProxyApp } from './app.ts';
import { ConfigError, type Environment, parseConfig } from './config.ts';
import { createInFlight } from './in-flight.ts';
import { consoleLog, type Log } from './log.ts';
import { warnOfSharedMemory } from './memory-warning.ts';
import { createMetrics, serveMetrics } from './metrics.ts';
import { nodeAddress } from './node-address.ts';
import { loadNodeFetch } from './node-fetch.ts';
import { filesIn } from './node-files.ts';
import { createSqliteStore } from './store/sqlite.ts';
import type { Store } from './store/store.ts';
import { openTallies } from './store/tallies.ts';
import { TIMEOUTS, type Timeouts } from './timeouts.ts';

export interface NodeOptions {
  /** Default: `loadNodeFetch`'s. Hand in the simulator's to have Letta in this very process. */
  readonly fetch?: typeof fetch;
  /** Default: SQLite in the file that `STORE_PATH` names. */
  readonly store?: Store;
  readonly log?: Log;
  readonly timeouts?: Timeouts;
  /** Folder of the built widget. Default: `dist` beside `proxy`, in the published package the one it lies in. */
  readonly dist?: string;
}

export interface RunningProxy {
  /** `http://127.0.0.1:8788`, without a slash at the end. */
  readonly url: string;
  /** Takes no new requests, lets open streams end for a while, then closes everything. */
  close(): Promise<void>;
}

/** How long requests without a connection may take to come to their end (milliseconds). */
const LAST_NOTES = 1_000;

const DEFAULT_PORT = 8788;
const DEFAULT_STORE = 'letta-chat.sqlite';

/**
 * Starts to serve. Beside `parseConfig`'s settings: `PORT` (8788; 0 for any free one), `HOST` (127.0.0.1) and
 * `STORE_PATH` (letta-chat.sqlite; `:memory:` keeps nothing).
 * @throws {ConfigError} for a wrong setting, a Node that is too old, a taken port or a store that cannot be opened.
 */
export async function startNode(environment: Environment, options: NodeOptions = {}): Promise<RunningProxy> {
  const config = parseConfig(environment);
  const { log = consoleLog, timeouts = TIMEOUTS } = options;
  const { metricsToken, shutdownSeconds } = config.operations;
  const { port, host } = readAddress(environment);
  const storePath = String(environment['STORE_PATH'] || DEFAULT_STORE);
  const fetch = options.fetch ?? (await loadNodeFetch());
  const own = options.store ? null : openStore(storePath);
  const tallies = own && openTallies(storePath);
  const upstream = { fetch, log, timeouts };
  const metrics = createMetrics();
  const inFlight = createInFlight();
  const app = createProxy(config, {
    ...upstream,
    store: options.store ?? own!,
    meters: [metrics, ...(tallies ? [tallies] : []), inFlight],
    files: filesIn(options.dist ?? builtWidget()),
    addressOf: nodeAddress(config.limits, log),
  });
  serveMetrics(app, metrics, metricsToken);
  const server = createAdaptorServer({ fetch: ofHosts(app.fetch) }) as Server;
  const address = await listen(server, port, host).catch((error: unknown) => {
    own?.close();
    tallies?.close();
    throw error;
  });
  void warnOfSharedMemory(config, upstream);
  let closing: Promise<void> | undefined;

  /** The store last: a request whose visitor is gone may still have something to note. */
  async function end(): Promise<void> {
    await shutDown(server, options.timeouts?.shutdown ?? shutdownSeconds * 1000);
    await inFlight.over(LAST_NOTES);
    own?.close();
    tallies?.close();
  }

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    close() {
      closing ??= end();
      return closing;
    },
  };
}

/** A `Host` like `1.2.3.999` is let through by the adapter and fails where its address is first read: https://www.rfc-editor.org/rfc/rfc9112#section-3.2-6 */
const ofHosts =
  (serve: ProxyApp['fetch']): ProxyApp['fetch'] =>
  (request, ...rest) =>
    URL.canParse(request.url) ? serve(request, ...rest) : new Response(null, { status: 400 });

function readAddress(environment: Environment): { port: number; host: string } {
  const text = String(environment['PORT'] ?? '').trim();
  const port = text === '' ? DEFAULT_PORT : Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new ConfigError(`PORT must be a whole number from 0 to 65535, for example ${DEFAULT_PORT}.`);
  }
  return { port, host: String(environment['HOST'] ?? '').trim() || '127.0.0.1' };
}

/** `dist/` when run from the sources; built, this file is `dist/npm/proxy/node.js`. */
const builtWidget = (): string =>
  fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../dist' : '../../../dist', import.meta.url));

function openStore(path: string) {
  try {
    return createSqliteStore(path);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      `STORE_PATH ${path} cannot be opened (${(error as Error).message}). Set it to a file in a folder that exists and may be written.`,
    );
  }
}

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port, host)));
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ConfigError(`PORT ${port} is taken by another program. Stop it, or set PORT to another number.`);
    case 'EACCES':
      return new ConfigError(`PORT ${port} may not be opened by this user. Set PORT to a number above 1023.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError(`HOST ${host} is no address of this machine. Set it to 127.0.0.1 or 0.0.0.0.`);
    default:
      return error;
  }
}

async function shutDown(server: Server, limit: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  server.keepAliveTimeout = 1; // a connection whose stream ends now would otherwise stay for another request
  const timer = setTimeout(() => server.closeAllConnections(), limit);
  await closed;
  clearTimeout(timer);
}

async function main(): Promise<void> {
  try {
    const proxy = await startNode(process.env);
    console.log(`letta-chat's proxy listens on ${proxy.url}`);
    const stop = () => {
      proxy.close().then(() => process.exit(0), fail);
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): never {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
