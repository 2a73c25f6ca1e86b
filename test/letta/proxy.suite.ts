// The proxy's behaviour (test/proxy/behaviour.ts) in front of the server under test.
import { createProxy } from '../../proxy/app.ts';
import { parseConfig } from '../../proxy/config.ts';
import { createMemoryStore } from '../../proxy/store/memory.ts';
import { proxyBehaviour } from '../proxy/behaviour.ts';
import { type Rig, record, settingsFor } from '../proxy/rig.ts';
import { call, createAgent, target } from './client.ts';

async function startRig(): Promise<Rig> {
  const agents = [await createAgent(), await createAgent()] as const;
  const { settings } = settingsFor(...agents);
  const seen: Pick<Rig, 'upstream' | 'sent'> = { upstream: [], sent: [] };
  const app = createProxy(parseConfig({ ...settings, LETTA_BASE_URL: target.url }), {
    store: createMemoryStore(),
    log: () => undefined,
    async fetch(input, init) {
      const request = new Request(input, init);
      await record(seen, request);
      return fetch(request);
    },
  });
  return {
    ...seen,
    agentId: agents[0],
    request: async (path, init) => app.request(path, init),
    letta: (path) => fetch(target.url + path),
    async close() {
      for (const agent of agents) await call('DELETE', `/v1/agents/${agent}`);
    },
  };
}

proxyBehaviour(startRig, { resumes: target.redis });
