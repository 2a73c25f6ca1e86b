// A Letta that only streams, as a process of its own, so that what it costs is not counted with the proxy: the simulated Letta's own
// events, as many and as fast as the message says (`events 1000 every 10`). A token is five bytes, or the time at which it was sent
// (`stamped`), in nanoseconds of the machine's monotonic clock. Prints its address.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSimulator } from '../../demo/simulator/index.ts';

interface Template {
  readonly token: Record<string, unknown>;
  /** Stop reason, usage and the end, as they are sent. */
  readonly end: string;
}

/** One turn of the simulated Letta: its first token and its end. */
async function readTemplate(): Promise<Template> {
  const simulator = createSimulator({});
  const agent = simulator.addAgent({ name: 'bench', model: 'letta-chat/scripted' });
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const request = new Request(`http://letta${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await simulator.fetch(request)).text();
  };
  const { id } = JSON.parse(await post(`/v1/conversations/?agent_id=${agent.id}`, {}));
  const messages = [{ role: 'user', content: 'words 2', otid: 'a' }];
  const text = await post(`/v1/conversations/${id}/messages`, { messages, streaming: true, stream_tokens: true });
  simulator.close();
  const events = text.split('\n\n').filter(Boolean);
  const token = events.find((event) => event.includes('assistant_message'))!;
  const end = events.slice(events.findIndex((event) => event.includes('stop_reason'))).join('\n\n');
  return { token: JSON.parse(token.slice('data: '.length)), end: `${end}\n\n` };
}

const template = await readTemplate();
let conversations = 0;

const server = createServer(async (request, response) => {
  const body = await readBody(request);
  if (request.url?.endsWith('/messages') && request.method === 'POST') return stream(body, response);
  const id = `conv-${`${++conversations}`.padStart(8, '0')}-0000-4000-8000-000000000000`;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ id, agent_id: 'agent-bench', created_at: new Date().toISOString() }));
});

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += part;
  return text;
}

function stream(body: string, response: ServerResponse): void {
  const [, count, every] = /events (\d+) every (\d+)/.exec(body) ?? [];
  const isStamped = body.includes('stamped');
  response.setHeader('content-type', 'text/event-stream');
  response.flushHeaders();
  const start = performance.now();
  let sent = 0;
  const timer = setInterval(
    () => {
      const due = Math.min(Number(count), Math.floor((performance.now() - start) / Number(every)) + 1);
      for (; sent < due; sent++) {
        const content = isStamped ? String(process.hrtime.bigint()) : 'token';
        response.write(`data: ${JSON.stringify({ ...template.token, content, seq_id: sent + 1 })}\n\n`);
      }
      if (sent < Number(count)) return;
      clearInterval(timer);
      response.end(template.end.replace(/"seq_id":\s?(\d+)/g, (_, id) => `"seq_id":${sent + Number(id)}`));
    },
    Math.max(1, Number(every)),
  );
  response.on('close', () => clearInterval(timer));
}

server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
