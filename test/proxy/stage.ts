// The proxy on a port, in front of a Letta that is reached by its address: the simulator's or a real server's.
import { startNode } from '../../proxy/node.ts';
import { SECRET } from './rig.ts';
import type { SdkStage } from './sdk-suite.ts';

/** Makes an agent at that Letta and starts a proxy for it; closing deletes the agent. */
export async function startStage(lettaUrl: string): Promise<SdkStage> {
  const created = await fetch(`${lettaUrl}/v1/agents/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'behind-the-proxy',
      model: 'openai-proxy/gpt-4o-mini',
      include_base_tools: true,
      memory_blocks: [{ label: 'human', value: 'unknown' }],
    }),
  });
  const { id } = (await created.json()) as { id: string };
  const settings = {
    LETTA_BASE_URL: lettaUrl,
    LETTA_AGENT_ID: id,
    VISITOR_SECRET: SECRET,
    PORT: '0',
    STORE_PATH: ':memory:',
  };
  const proxy = await startNode(settings, { log: () => undefined });
  return {
    url: proxy.url,
    agent: 'default',
    async close() {
      await proxy.close();
      await fetch(`${lettaUrl}/v1/agents/${id}`, { method: 'DELETE' });
    },
  };
}
