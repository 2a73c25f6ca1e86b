/**
 * Puts the demo together on one port: the site with its panel, the real proxy behind a line that can be broken, and behind it the
 * simulated Letta in process or a real one. For `npm start`, the end-to-end tests and the screenshots; it prints nothing and builds nothing.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../proxy/log.ts';
import { type Backend, realBackend, simulatedBackend, writeFromElsewhere } from './backend.ts';
import { type DemoControls, type DemoEvent, serveControl } from './control.ts';
import { createNetwork, type Network } from './network.ts';
import { servePage } from './pages.ts';
import { createProxySwitch, type DemoAgent, type ProxySwitch } from './proxy-switch.ts';
import { type LettaSettings, SettingsError } from './settings.ts';
import type { Simulator } from './simulator/index.ts';

/** All optional. */
export interface DemoOptions {
  /** Default 0: any free one. */
  readonly port?: number;
  /** A real Letta. Default `null`: the simulated one. */
  readonly letta?: LettaSettings | null;
  /** How the simulated agent answers: `demo` (default) talks to people, `scripted` does what tests say. */
  readonly brain?: 'demo' | 'scripted';
  /** Whether the simulated Letta has background streams. Default true. */
  readonly redis?: boolean;
  /** What the proxy's AGENTS says of the simulated agent, read at each start of the proxy. Default: one, the workshop's desk. */
  readonly agents?: readonly DemoAgent[];
  /** Further settings of the proxy. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The proxy's log. Default: nowhere. */
  readonly log?: Log;
}

export interface Demo {
  readonly url: string;
  /** `null` when a real Letta answers. */
  readonly simulator: Simulator | null;
  readonly network: Network;
  readonly proxy: ProxySwitch;
  readonly agentId: string;
  /** Asks Letta itself, past the proxy: the truth about what arrived. The path begins with `/v1/`. */
  letta(path: string): Promise<Response>;
  /** Ends everything at once; nothing is left open. */
  stop(): Promise<void>;
}

/** @throws {SettingsError} when the port is taken. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const {
    port = 0,
    letta = null,
    brain = 'demo',
    redis = true,
    settings = {},
    agents,
    log = () => undefined,
  } = options;
  const backend = letta ? await realBackend(letta) : simulatedBackend({ brain, redis });
  const proxy = await createProxySwitch(backend, { settings, agents }, log);
  const network = createNetwork(() => proxy.port);
  const server = createServer(createListener(network, createControls(backend, network, proxy)));
  try {
    await listen(server, port);
    await proxy.start();
  } catch (error) {
    server.close();
    await proxy.remove();
    throw error;
  }
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    simulator: backend.simulator,
    network,
    proxy,
    agentId: backend.agentId,
    letta: (path) =>
      backend.fetch(`${backend.baseUrl}${path}`, {
        headers: backend.apiKey ? { authorization: `Bearer ${backend.apiKey}` } : {},
      }),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await proxy.remove();
      backend.simulator?.close();
      await closed;
    },
  };
}

function createListener(network: Network, controls: DemoControls) {
  return async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      if (await serveControl(controls, incoming, outgoing)) return;
      if (await servePage(incoming, outgoing)) return;
      if (incoming.url?.startsWith('/v1/')) network.handle(incoming, outgoing);
      // The widget's files come from the proxy too, but by a line that always works: a reload is to show what the widget makes of a bad one.
      // Not remembered by the browser, so that a reload shows what was built.
      else network.relay(incoming, outgoing, { 'cache-control': 'no-cache' });
    } catch (error) {
      console.error(error);
      outgoing.destroy();
    }
  };
}

function createControls(backend: Backend, network: Network, proxy: ProxySwitch): DemoControls {
  const { simulator } = backend;
  const events: Record<DemoEvent, () => string | Promise<string>> = {
    cut() {
      const count = network.cut();
      return count === 0 ? 'Nothing was under way.' : `Cut: ${count} ${count === 1 ? 'connection' : 'connections'}.`;
    },
    fail() {
      simulator?.control.failNext('model');
      return 'The next reply will fail.';
    },
    break() {
      simulator?.control.failNext('reply');
      return 'The next reply will break off after a word.';
    },
    async elsewhere() {
      return (await writeFromElsewhere(backend))
        ? 'The other device writes: busy for 8 seconds.'
        : 'There is no conversation yet.';
    },
  };
  return {
    state: () => ({
      network: network.mode,
      proxy: proxy.port === null ? 'down' : 'up',
      speed: simulator && Math.round(1000 / simulator.control.tokenDelay),
      letta: simulator ? null : backend.baseUrl,
    }),
    async change(patch) {
      if (patch.network) network.setMode(patch.network);
      if (patch.proxy) await (patch.proxy === 'up' ? proxy.start() : proxy.kill());
      if (patch.speed && simulator) simulator.control.tokenDelay = 1000 / patch.speed;
    },
    happen: async (event) => events[event](),
  };
}

async function listen(server: Server, port: number): Promise<void> {
  const listening = new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(port, 'localhost', resolve),
  );
  try {
    await listening;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new SettingsError(
      `Port ${port} is taken: end what listens there, or choose another one with PORT=${port + 1} npm start.`,
    );
  }
}
