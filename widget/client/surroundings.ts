/** What the chat shows beside the conversation. When to ask for it is session.ts's business. */
import { type Agent, parseAgent } from '../../proxy/protocol.ts';
import { RequestError } from '../transport/failure.ts';
import type { Transport } from '../transport/transport.ts';

/** The agent of this name; without one the proxy's first. */
export async function findAgent(transport: Transport, name: string | undefined, signal: AbortSignal): Promise<Agent> {
  const found = await transport.list('/v1/agents', signal);
  const agents = found.flatMap((one) => parseAgent(one) ?? []);
  const agent = name === undefined ? agents[0] : agents.find((one) => one.name === name);
  if (agent) return agent;
  const names = agents.map((one) => `"${one.name}"`).join(', ') || 'none';
  throw new RequestError({ code: 'not_found' }, `There is no agent "${name}"; the proxy has ${names}.`);
}
