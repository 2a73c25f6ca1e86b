/** What the chat shows beside the conversation: the agent's name and the list of conversations. Asked for until it is known. */
import { backoff } from '../core/backoff.ts';
import type { Fact } from '../core/events.ts';
import { RequestError } from '../transport/failure.ts';
import type { Transport } from '../transport/transport.ts';
import { tellDeveloper } from './developer.ts';
import type { ClientPorts } from './ports.ts';

export interface Surroundings {
  start(): void;
  /** Asks again for what could not be had. */
  again(): void;
  listConversations(): Promise<void>;
  stop(): void;
}

export function createSurroundings(
  transport: Transport,
  name: string | undefined,
  report: (fact: Fact) => void,
  later: ClientPorts['later'],
): Surroundings {
  let tries = 0;
  let waiting: (() => void) | null = null;
  let running: AbortController | null = null;
  const known = new Set<'agent' | 'conversations'>();

  async function ask(what: 'agent' | 'conversations', get: (signal: AbortSignal) => Promise<Fact>): Promise<void> {
    const signal = running?.signal;
    if (!signal) return;
    try {
      const fact = await get(signal);
      if (signal.aborted) return;
      known.add(what);
      tries = 0;
      report(fact);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof RequestError)) throw error;
      tellDeveloper(error);
      report({ type: 'troubled', failure: error.failure });
      waiting ??= later(again, backoff(++tries + 2, Math.random()));
    }
  }

  const findAgent = () =>
    ask('agent', async (signal) => {
      const agents = await transport.agents(signal);
      const agent = name === undefined ? agents[0] : agents.find((one) => one.name === name);
      if (agent) return { type: 'agentLoaded', agent };
      const names = agents.map((one) => `"${one.name}"`).join(', ') || 'none';
      throw new RequestError({ code: 'not_found' }, `There is no agent "${name}"; the proxy has ${names}.`);
    });

  const listConversations = () =>
    ask('conversations', async (signal) => ({
      type: 'conversationsLoaded',
      conversations: await transport.conversations(signal),
    }));

  function again(): void {
    waiting?.();
    waiting = null;
    if (!known.has('agent')) void findAgent();
    if (!known.has('conversations')) void listConversations();
  }

  return {
    start() {
      running ??= new AbortController();
      again();
    },
    again,
    listConversations,
    stop() {
      running?.abort();
      waiting?.();
      waiting = null;
      running = null;
    },
  };
}
