// What the tests of the simulator share: requests to one that runs in process, and the events of an answer.
import type { Simulator } from '../../demo/simulator/index.ts';

export type Fields = Record<string, unknown>;

/** Calls the simulator and returns the response. */
export function call(simulator: Simulator, method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return simulator.fetch(
    new Request(
      `http://simulator${path}`,
      body === undefined ? { method } : { method, headers, body: JSON.stringify(body) },
    ),
  );
}

/** A fresh conversation of a fresh agent with that model. */
export async function newConversation(simulator: Simulator, model = 'letta-chat/scripted'): Promise<string> {
  const agent = simulator.addAgent({ name: 'test', model, memory_blocks: [{ label: 'human', value: 'unknown' }] });
  const response = await call(simulator, 'POST', `/v1/conversations/?agent_id=${agent.id}`, {});
  return ((await response.json()) as { id: string }).id;
}

/** Sends words and streams the tokens. */
export function send(
  simulator: Simulator,
  conversation: string,
  content: string,
  fields: Fields = {},
): Promise<Response> {
  const body = { messages: [{ role: 'user', content }], stream_tokens: true, ...fields };
  return call(simulator, 'POST', `/v1/conversations/${conversation}/messages`, body);
}

/** What the deltas of a stream add up to. */
export async function replyOf(response: Response): Promise<string> {
  const deltas = (await response.text()).matchAll(/^data: (\{.*"message_type":"assistant_message".*\})$/gm);
  return [...deltas].map(([, json]) => (JSON.parse(json!) as { content: string }).content).join('');
}

export async function messagesOf(simulator: Simulator, conversation: string): Promise<Fields[]> {
  return (await (
    await call(simulator, 'GET', `/v1/conversations/${conversation}/messages?order=asc`)
  ).json()) as Fields[];
}
