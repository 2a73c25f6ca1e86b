/**
 * What stands behind the demo's proxy: the simulated Letta in this process, or a real one somewhere.
 * It knows nothing of the proxy; its `fetch` is the way to it.
 */
import { randomUUID } from 'node:crypto';
import { loadNodeFetch } from '../proxy/node-fetch.ts';
import type { LettaSettings } from './settings.ts';
import { createSimulator, type Simulator } from './simulator/index.ts';

export interface Backend extends LettaSettings {
  readonly fetch: typeof fetch;
  /** `null` for a real Letta. */
  readonly simulator: Simulator | null;
}

/** An address that only the simulator's `fetch` answers; the name shows in the proxy's log. */
const NOWHERE = 'http://simulated-letta.invalid';

export const realBackend = async (letta: LettaSettings): Promise<Backend> => ({
  ...letta,
  fetch: await loadNodeFetch(),
  simulator: null,
});

/** `brain`: `demo` talks to people, `scripted` does what tests say. `redis: false` is a Letta without background streams. */
export function simulatedBackend(options: { readonly brain: 'demo' | 'scripted'; readonly redis: boolean }): Backend {
  const simulator = createSimulator({ ...options, control: { forksAtMessage: true } });
  const agent = simulator.addAgent({
    name: 'Workshop desk',
    model: `letta-chat/${options.brain}`,
    memory_blocks: [
      { label: 'human', value: 'unknown' },
      { label: 'persona', value: 'The friendly desk of a bicycle workshop.' },
    ],
  });
  return {
    baseUrl: NOWHERE,
    apiKey: null,
    agentId: agent.id,
    fetch: (input, init) => simulator.fetch(new Request(input, init)),
    simulator,
  };
}

/** Sends a message into the conversation that was used last, as the same visitor's other device would: it is busy then. */
export async function writeFromElsewhere(backend: Backend): Promise<boolean> {
  const call = (path: string, init?: RequestInit) =>
    backend.fetch(`${backend.baseUrl}${path}`, {
      ...init,
      headers: {
        'content-type': 'application/json',
        ...(backend.apiKey && { authorization: `Bearer ${backend.apiKey}` }),
      },
    });
  const list = await call(`/v1/conversations/?agent_id=${backend.agentId}&limit=50`);
  const newest = ((await list.json()) as { id: string; last_message_at: string | null }[])
    .sort((a, b) => (b.last_message_at ?? '').localeCompare(a.last_message_at ?? ''))
    .at(0);
  if (!newest) return false;
  const content = 'slow 80 words 100';
  const messages = [{ role: 'user', content, otid: randomUUID() }];
  const sent = await call(`/v1/conversations/${newest.id}/messages`, {
    method: 'POST',
    body: JSON.stringify({ messages, stream_tokens: true, background: true }),
  });
  await sent.body?.cancel(); // the run goes on without a reader
  return sent.ok;
}
