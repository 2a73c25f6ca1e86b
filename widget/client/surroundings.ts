/** What the chat shows beside the conversation: the agent's name and the list of conversations. Asked for until it is known. */
import type { Fact } from '../core/events.ts';
import { RequestError } from '../transport/failure.ts';
import type { Transport } from '../transport/transport.ts';

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
): Surroundings {
  let running: AbortController | null = null;
  const known = new Set<'agent' | 'conversations'>();

  async function ask(what: 'agent' | 'conversations', get: (signal: AbortSignal) => Promise<Fact>): Promise<void> {
    const signal = running?.signal;
    if (!signal) return;
    try {
      const fact = await get(signal);
      if (signal.aborted) return;
      known.add(what);
      report(fact);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof RequestError)) throw error;
      report({ type: 'troubled', failure: error.failure });
    }
  }

  const findAgent = () =>
    ask('agent', async (signal) => {
      const agents = await transport.agents(signal);
      const agent = name === undefined ? agents[0] : agents.find((one) => one.name === name);
      return agent ? { type: 'agentLoaded', agent } : { type: 'troubled', failure: { code: 'not_found' } };
    });

  const listConversations = () =>
    ask('conversations', async (signal) => ({
      type: 'conversationsLoaded',
      conversations: await transport.conversations(signal),
    }));

  function again(): void {
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
      running = null;
    },
  };
}
