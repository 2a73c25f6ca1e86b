// One server of the soak in a process of its own, so that its memory is its own: the proxy, or the simulated Letta.
// The process that forked it asks by messages: `figures`, and `close`.
import { startNode } from '../../proxy/node.ts';
import { takeFigures } from './figures.ts';
import { startSimulator } from './letta.ts';

const [role, settings = '{}'] = process.argv.slice(2);

async function startLetta() {
  const letta = await startSimulator('background');
  process.send?.({ port: letta.port, agentId: letta.agentId });
  return letta;
}

async function startProxy() {
  const proxy = await startNode(JSON.parse(settings), { log: () => undefined });
  process.send?.({ port: Number(new URL(proxy.url).port) });
  return proxy;
}

const server = await (role === 'proxy' ? startProxy() : startLetta());
process.on('message', async (message) => {
  if (message === 'figures') process.send?.(await takeFigures());
  if (message !== 'close') return;
  await server.close();
  process.disconnect();
});
