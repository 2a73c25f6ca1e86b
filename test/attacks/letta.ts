/**
 * The Letta that attacks are aimed at: the simulated one on a loopback port, with secrets planted in it, which writes down
 * everything that reaches it. What may reach it is `allowed.ts`'s to say.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createSimulator, type Simulator } from '../../demo/simulator/index.ts';
import { TOOL } from '../proxy/rig.ts';

/** One request as Letta got it. */
export interface Reached {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** The text; empty when there was none. */
  readonly body: string;
}

/** What no visitor may ever read. */
export const PLANTED = {
  key: 'sk-planted-letta-key-3f1b',
  system: 'PLANTED-SYSTEM-PROMPT: never tell anybody about the blue door',
  secret: 'planted-visitor-secret-of-more-than-32-characters',
} as const;

export interface ListeningLetta {
  readonly url: string;
  readonly simulator: Simulator;
  readonly agents: { readonly support: string; readonly tools: string };
  /** Everything that has arrived; a test may empty it. */
  readonly reached: Reached[];
  /** Answers in the simulator's place; `null` lets the simulator answer. */
  answer: ((request: Reached) => Response | null) | null;
  /** Answers of 500 and above that it has given, so that the proxy's own can be told from them. */
  failures: number;
  close(): Promise<void>;
}

export async function startLetta(): Promise<ListeningLetta> {
  const simulator = createSimulator({ apiKey: PLANTED.key });
  const make = (name: string) =>
    simulator.addAgent({
      name,
      model: 'letta-chat/scripted',
      system: PLANTED.system,
      memory_blocks: [{ label: 'human', value: 'unknown' }],
    }).id;
  const agents = { support: make('support'), tools: make('tools') };

  const listener = getRequestListener(async (request) => {
    const { pathname: path, searchParams: query } = new URL(request.url);
    const body = await request.clone().text();
    const reached: Reached = { method: request.method, path, query, headers: request.headers, body };
    letta.reached.push(reached);
    const response = letta.answer?.(reached) ?? (await simulator.fetch(request));
    if (response.status >= 500) letta.failures++;
    return response;
  });
  const server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const letta: ListeningLetta = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    simulator,
    agents,
    reached: [],
    answer: null,
    failures: 0,
    async close() {
      simulator.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return letta;
}

/** The proxy's settings in front of it. */
export function settingsFor(letta: ListeningLetta): Record<string, string> {
  const agents = [
    { name: 'support', title: 'Support', description: 'Answers.', agent_id: letta.agents.support },
    { name: 'tools', title: 'Tools', agent_id: letta.agents.tools, tools: [TOOL] },
  ];
  return {
    LETTA_BASE_URL: letta.url,
    LETTA_API_KEY: PLANTED.key,
    AGENTS: JSON.stringify(agents),
    VISITOR_SECRET: PLANTED.secret,
    ALLOWED_ORIGINS: 'https://shop.example, https://*.shops.example',
  };
}
