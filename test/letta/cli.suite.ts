// The terminal client in front of the server under test: child process, real proxy on Node, that Letta. The simulator is told the
// same in test/demo/cli.test.ts.
import { test } from 'node:test';
import { startNode } from '../../proxy/node.ts';
import { createMemoryStore } from '../../proxy/store/memory.ts';
import { startCli } from '../demo/cli-driver.ts';
import { cliStory } from '../demo/cli-story.ts';
import { UNLIMITED } from '../proxy/rig.ts';
import { call, createAgent, target } from './client.ts';

const skip = target.name === 'the simulator' ? 'told by test/demo/cli.test.ts already' : false;

test('a terminal client does what Letta’s own does', { skip }, async (t) => {
  const agents: { name: string; title: string; agent_id: string }[] = [];
  for (const title of ['First', 'Second']) {
    agents.push({ name: title.toLowerCase(), title, agent_id: await createAgent() });
  }
  const settings = {
    ...UNLIMITED,
    AGENTS: agents,
    PORT: '0',
    LETTA_BASE_URL: target.url,
    MEMORY_WARNING: 'off',
    SHUTDOWN_SECONDS: '0',
  };
  const proxy = await startNode(settings, { store: createMemoryStore(), log: () => undefined });
  t.after(async () => {
    await proxy.close();
    for (const { agent_id } of agents) await call('DELETE', `/v1/agents/${agent_id}`);
  });
  await cliStory(startCli(t, '--proxy', proxy.url));
});
