/** The real proxy in front of a simulated Letta with two agents, in this process: for `npm run cli` without an address. */
import { startNode } from '../../proxy/node.ts';
import { createMemoryStore } from '../../proxy/store/memory.ts';
import { createSimulator } from '../simulator/index.ts';

export interface Simulated {
  readonly url: string;
  close(): Promise<void>;
}

const AGENTS = [
  { name: 'workshop', title: 'Workshop desk', description: 'Repairs, prices and opening hours of a bicycle workshop' },
  { name: 'echo', title: 'Echo', description: 'Repeats what you say' },
];

export async function startSimulated(): Promise<Simulated> {
  const simulator = createSimulator();
  const brains = { workshop: 'letta-chat/demo', echo: 'letta-chat/scripted' };
  const agents = AGENTS.map((agent) => {
    const { id } = simulator.addAgent({
      name: agent.title,
      model: agent.name === 'echo' ? brains.echo : brains.workshop,
      memory_blocks: [
        { label: 'human', value: 'unknown' },
        { label: 'persona', value: agent.description },
      ],
    });
    return { ...agent, agent_id: id };
  });
  const settings = {
    PORT: '0',
    AGENTS: agents,
    LETTA_BASE_URL: 'http://simulated-letta.invalid',
    MEMORY_WARNING: 'off',
    SHUTDOWN_SECONDS: '0',
  };
  const proxy = await startNode(settings, {
    fetch: (input, init) => simulator.fetch(new Request(input, init)),
    store: createMemoryStore(),
    log: ({ level, problem }) => level === 'error' && problem && console.error(problem),
  });
  return {
    url: proxy.url,
    async close() {
      simulator.close();
      await proxy.close();
    },
  };
}
