/**
 * The Letta behind the proxy: the simulator on a port of its own, or a real server that runs already. Both are asked over
 * the wire what their history holds, past proxy and relays.
 */
import { serve } from '@hono/node-server';
import { createSimulator } from '../../demo/simulator/index.ts';
import { otidMask } from '../../proxy/otid.ts';
import type { Mode } from './series.ts';

/** One message of the history, without what differs between two runs of the same conversation. */
export interface LettaLine {
  readonly type: string;
  readonly text: string;
  /** As the visitor's side sent it: the proxy masks it on its way. */
  readonly otid: string | null;
}

export interface Letta {
  readonly host: string;
  readonly port: number;
  readonly agentId: string;
  /** Whether a conversation has streams of the same length each time; a real server joins and parts its events as they come. */
  readonly steady: boolean;
  /** Oldest first, without the system prompt. */
  history(conversation: string): Promise<readonly LettaLine[]>;
  /** Deletes the conversation: thousands would fill the memory. */
  forget(conversation: string): Promise<void>;
  /** Ends what was started for the bench; a server that ran before runs on. */
  close(): Promise<void>;
}

/** Lanes that wait for a silent line must find their runs again, whatever the others have done meanwhile. */
const KEPT_RUNS = 2000;

export async function startSimulator(mode: Mode): Promise<Letta> {
  const simulator = createSimulator({ redis: mode === 'background', keptRuns: KEPT_RUNS });
  const { id } = simulator.addAgent({ name: 'faults', model: 'letta-chat/scripted' });
  const { port, close } = await listen((request) => simulator.fetch(request));
  return {
    // Asked past the wire: the bench asks for every conversation.
    ...lettaAt(new URL(`http://127.0.0.1:${port}`), id, (input, init) => simulator.fetch(new Request(input, init))),
    steady: true,
    async close() {
      simulator.close();
      await close();
    },
  };
}

/** A Letta server that runs already, with the scripted model behind it, and an agent there. Who made them ends them. */
export const useServer = (url: string, agentId: string): Letta => lettaAt(new URL(url), agentId);

function lettaAt(base: URL, agentId: string, ask: typeof fetch = fetch): Letta {
  return {
    host: base.hostname,
    port: Number(base.port || 80),
    agentId,
    steady: false,
    async history(conversation) {
      const path = `/v1/conversations/${conversation}/messages?limit=100&order=asc`;
      const messages = (await call(base, 'GET', path, undefined, ask)) as Record<string, unknown>[];
      const unmask = await otidMask(conversation);
      return messages
        .filter(({ message_type }) => message_type !== 'system_message')
        .map((message) => lineOf(message, unmask));
    },
    forget: async (conversation) =>
      void (await call(base, 'DELETE', `/v1/conversations/${conversation}`, undefined, ask)),
    close: async () => undefined,
  };
}

function lineOf(message: Record<string, unknown>, unmask: (otid: string) => string): LettaLine {
  const { message_type, content, reasoning, tool_return, otid } = message;
  const text = content ?? reasoning ?? tool_return ?? '';
  return {
    type: String(message_type),
    text: typeof text === 'string' ? text : JSON.stringify(text),
    otid: typeof otid === 'string' ? unmask(otid) : null,
  };
}

async function call(base: URL, method: string, path: string, body?: unknown, ask = fetch): Promise<unknown> {
  const response = await ask(new URL(path, base), {
    method,
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path} on Letta: ${response.status} ${await response.text()}`);
  return response.json();
}

/** Serves a fetch handler on a free port; `close` drops what is still open. */
export function listen(
  handler: (request: Request) => Response | Promise<Response>,
): Promise<{ port: number; close(): Promise<void> }> {
  return new Promise((resolve) => {
    const server = serve({ fetch: handler, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      const close = () =>
        new Promise<void>((closed) => {
          server.close(() => closed());
          if ('closeAllConnections' in server) server.closeAllConnections();
        });
      resolve({ port, close });
    });
  });
}
