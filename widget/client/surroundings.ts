/** What the chat shows beside the conversation. When to ask for it is session.ts's business. */
import { parseAgent } from '../../proxy/protocol.ts';
import type { ShownAgent } from '../core/view.ts';
import { RequestError } from '../transport/failure.ts';
import type { Transport } from '../transport/transport.ts';

/** The agent of this name; without one the proxy's first. One that is gone is an error of the page that has `pinned` it. */
export async function findAgent(
  transport: Transport,
  name: string | undefined,
  pinned: boolean,
  signal: AbortSignal,
): Promise<ShownAgent> {
  const found = await transport.list('/v1/agents', signal);
  const agents = found.flatMap((one) => parseAgent(one) ?? []);
  const agent = name === undefined ? agents[0] : agents.find((one) => one.name === name);
  if (agent) return agent;
  if (name !== undefined && !pinned) return { name, title: name, description: '', removed: true };
  const names = agents.map((one) => `"${one.name}"`).join(', ') || 'none';
  throw new RequestError({ code: 'not_found' }, `There is no agent "${name}"; the proxy has ${names}.`);
}
