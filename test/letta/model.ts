// A deterministic OpenAI-compatible chat model, so that a real Letta server runs with no model behind it. What it answers is decided by
// the scripted brain of the simulator (see its head for the commands): one script, two servers.
// Use: node model.ts [port]   (9999)
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Plan, tokensOf } from '../../demo/simulator/brain.ts';
import { scriptedBrain } from '../../demo/simulator/brain-scripted.ts';

interface ChatRequest {
  readonly model: string;
  readonly stream?: boolean;
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly tools?: readonly { readonly function?: { readonly name: string } }[];
}

const port = Number(process.argv[2] ?? 9999);
const USAGE = { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 };

http
  .createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      answer(request.url ?? '/', body, response).catch((error: unknown) => {
        console.error(error);
        response.destroy();
      });
    });
  })
  .listen(port, '127.0.0.1', () => console.log(`The scripted model listens on http://127.0.0.1:${port}/v1`));

async function answer(url: string, body: string, response: http.ServerResponse): Promise<void> {
  const path = new URL(url, 'http://localhost').pathname;
  if (path.endsWith('/models')) return json(response, { object: 'list', data: [MODEL] });
  if (path.endsWith('/embeddings'))
    return json(response, embeddings(JSON.parse(body) as { input: unknown; model: string }));
  if (path.endsWith('/chat/completions')) return complete(JSON.parse(body) as ChatRequest, response);
  json(response, { error: { message: `no route ${path}` } }, 404);
}

const MODEL = {
  id: 'gpt-4o-mini',
  object: 'model',
  created: 1,
  owned_by: 'stub',
  context_window: 128_000,
  max_context_length: 128_000,
};

function embeddings({ input, model }: { input: unknown; model: string }): unknown {
  const data = [input].flat().map((_, index) => ({ object: 'embedding', index, embedding: Array(1536).fill(0.01) }));
  return { object: 'list', model, usage: { prompt_tokens: 1, total_tokens: 1 }, data };
}

async function complete(request: ChatRequest, response: http.ServerResponse): Promise<void> {
  const last = request.messages.at(-1);
  const plan = scriptedBrain({
    text: textOf(last?.content),
    from: last?.role === 'user' ? 'user' : 'tool',
    tools: (request.tools ?? []).flatMap((tool) => tool.function?.name ?? []),
    system: textOf(request.messages[0]?.content),
  });
  if (plan.fail === 'error') return json(response, { error: { message: 'the model failed' } }, 500);
  const base = { id: `chatcmpl-${crypto.randomUUID()}`, created: 1, model: request.model };
  if (request.stream) return stream(plan, base, response);
  json(response, { ...base, object: 'chat.completion', usage: USAGE, choices: [wholeChoice(plan)] });
}

function wholeChoice({ call, reply, reasoning }: Plan): unknown {
  const tool_calls = call && [{ id: newCallId(), type: 'function', function: call }];
  const message = call
    ? { role: 'assistant', content: null, tool_calls }
    : { role: 'assistant', content: reply, ...(reasoning && { reasoning_content: reasoning }) };
  return { index: 0, message, finish_reason: call ? 'tool_calls' : 'stop' };
}

async function stream(
  { delay, reasoning, reply, call, fail }: Plan,
  base: object,
  response: http.ServerResponse,
): Promise<void> {
  response.setHeader('content-type', 'text/event-stream');
  const event = (fields: object) =>
    response.write(`data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', ...fields })}\n\n`);
  const send = (delta: object, finish_reason: string | null = null) =>
    event({ choices: [{ index: 0, delta, finish_reason }] });
  const speak = async (text: string, field: string) => {
    for (const token of tokensOf(text)) {
      send({ [field]: token });
      await sleep(delay);
    }
  };
  send({ role: 'assistant', content: '' });
  await speak(reasoning, 'reasoning_content');
  if (call) {
    const id = newCallId();
    send({ tool_calls: [{ index: 0, id, type: 'function', function: { name: call.name, arguments: '' } }] });
    send({ tool_calls: [{ index: 0, function: { arguments: call.arguments } }] });
  } else {
    await speak(fail === 'cut' ? 'partial ' : reply, 'content');
  }
  if (fail === 'cut') {
    response.destroy();
    return;
  }
  send({}, call ? 'tool_calls' : 'stop');
  event({ choices: [], usage: USAGE });
  response.end('data: [DONE]\n\n');
}

/** Letta sends an image along or leaves a mark for it, as it sees fit; here it is always the mark. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  const parts = Array.isArray(content) ? (content as { type: string; text?: string }[]) : [];
  if (!parts.some(({ type }) => type === 'image_url')) return JSON.stringify(content ?? '');
  return parts.map(({ text }) => text ?? '[Image omitted]').join(' ');
}

function newCallId(): string {
  return `call_${crypto.randomUUID().slice(0, 8)}`;
}

function json(response: http.ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
