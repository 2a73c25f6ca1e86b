/**
 * The demo's proxy, which can be killed and started again: as a machine that fails, with every connection reset and nothing said.
 * Who owns which conversation outlives that: it is in a file, as on a real machine.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../proxy/log.ts';
import { type RunningProxy, startNode } from '../proxy/node.ts';
import { TIMEOUTS } from '../proxy/timeouts.ts';
import type { Backend } from './backend.ts';

export interface ProxySwitch {
  /** Where it listens on this machine, `null` while it is down. */
  readonly port: number | null;
  start(): Promise<void>;
  kill(): Promise<void>;
  /** Kills it and forgets its file. */
  remove(): Promise<void>;
}

/** An entry of AGENTS; which agent at Letta it is, is the demo's to say. */
export type DemoAgent = Readonly<Record<string, unknown>> & { readonly name: string };

const DESK: readonly DemoAgent[] = [{ name: 'workshop', title: 'Workshop desk' }];

export interface ProxySettings {
  readonly settings: Readonly<Record<string, string>>;
  readonly agents: readonly DemoAgent[] | undefined;
}

export async function createProxySwitch(
  backend: Backend,
  { settings, agents = DESK }: ProxySettings,
  log: Log,
): Promise<ProxySwitch> {
  const folder = await mkdtemp(join(tmpdir(), 'letta-chat-demo-'));
  const secret = randomBytes(32).toString('base64url');
  const environment = () => ({
    ...settings,
    PORT: '0',
    STORE_PATH: join(folder, 'store.sqlite'),
    VISITOR_SECRET: secret,
    LETTA_BASE_URL: backend.baseUrl,
    LETTA_API_KEY: backend.apiKey ?? '',
    // Under this name the proxy's own checks speak of it, which is the one that the person at the terminal wrote.
    ...(backend.simulator
      ? { AGENTS: agents.map((agent) => ({ ...agent, agent_id: backend.agentId })), MEMORY_WARNING: 'off' }
      : { LETTA_AGENT_ID: backend.agentId }),
  });
  let proxy: RunningProxy | null = null;

  async function kill(): Promise<void> {
    const dying = proxy;
    proxy = null;
    await dying?.close();
  }

  return {
    get port() {
      return proxy && Number(new URL(proxy.url).port);
    },
    async start() {
      // No time to say goodbye: whatever is under way breaks.
      const timeouts = { ...TIMEOUTS, shutdown: 0 };
      proxy ??= await startNode(environment(), { fetch: backend.fetch, log, timeouts });
    },
    kill,
    async remove() {
      await kill();
      await rm(folder, { recursive: true });
    },
  };
}
