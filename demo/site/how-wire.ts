/**
 * The line to the proxy, as a page without any library has it: plain `fetch`, and the events of a stream read as they come.
 * Whoever listens hears every call; tokens never come to their ears in clear, and ids only shortened.
 */

/** What is heard of one call. */
export interface Heard {
  answered(status: number): void;
  /** One event of a stream, or the whole answer of any other call. */
  came(line: string): void;
}

export interface WireOptions {
  /** `fetch` of the proxy's own paths. */
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly hear: (call: { readonly method: string; readonly path: string; readonly body: string }) => Heard;
}

export type Json = Readonly<Record<string, unknown>>;

/** Every call rejects with an `Error` whose message says what the proxy answered. */
export interface Wire {
  call(method: string, path: string, body?: object): Promise<unknown>;
  /** The name of the proxy's first agent; asked once. */
  agent(): Promise<string>;
  /** Sends a message; `grew` gets the reply so far. Resolves with the whole reply. */
  say(conversation: string, text: string, grew: (reply: string) => void): Promise<string>;
}

/** Asks for a visitor at the first call. */
export function createWire({ fetch, hear }: WireOptions): Wire {
  let token: Promise<string> | null = null;
  let agent: string | null = null;

  async function visitor(): Promise<string> {
    const made = (await ask('POST', '/v1/visitors', {}, null)) as Json;
    return String(made['token']);
  }

  /** One that could not be had is asked for again. */
  function authorized(): Promise<string> {
    token ??= visitor().catch((error: unknown) => {
      token = null;
      throw error;
    });
    return token;
  }

  async function open(method: string, path: string, body: object | undefined, bearer: string | null) {
    const heard = hear({ method, path: shorten(path), body: body ? shorten(JSON.stringify(body)) : '' });
    const response = await fetch(path, {
      method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(bearer && { authorization: `Bearer ${bearer}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    heard.answered(response.status);
    if (response.ok) return { heard, response };
    const text = await response.text();
    heard.came(shorten(text));
    throw new Error(`The proxy answered ${response.status}: ${reasonIn(text)}`);
  }

  async function ask(method: string, path: string, body: object | undefined, bearer: string | null): Promise<unknown> {
    const { heard, response } = await open(method, path, body, bearer);
    const text = await response.text();
    heard.came(shorten(text));
    return JSON.parse(text);
  }

  return {
    call: async (method, path, body) => ask(method, path, body, await authorized()),
    async agent() {
      if (agent !== null) return agent;
      const [first] = (await ask('GET', '/v1/agents', undefined, await authorized())) as Json[];
      agent = String(first?.['name']);
      return agent;
    },
    async say(conversation, text, grew) {
      const body = { messages: [{ role: 'user', content: text, otid: crypto.randomUUID() }] };
      const path = `/v1/conversations/${conversation}/messages`;
      const { heard, response } = await open('POST', path, body, await authorized());
      let reply = '';
      for await (const data of eventsOf(response)) {
        heard.came(shorten(data));
        if (data === '[DONE]') continue;
        const event = JSON.parse(data) as Json;
        if (event['message_type'] === 'error_message') throw new Error(`The reply failed: ${event['message']}`);
        if (event['message_type'] !== 'assistant_message') continue;
        reply += String(event['content']);
        grew(reply);
      }
      return reply;
    },
  };
}

/** The `data:` of each event. A chunk may end anywhere, in the middle of a character too. */
async function* eventsOf({ body }: Response): AsyncGenerator<string> {
  if (!body) return;
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const blocks = (rest + read.value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block.split('\n').find((line) => line.startsWith('data: '));
      if (data) yield data.slice('data: '.length);
    }
  }
}

/** Tokens and ids are long, and a token is nobody else's business. */
export function shorten(text: string): string {
  return text
    .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'eyJ…')
    .replace(/\b([0-9a-f]{4})[0-9a-f]{4}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '$1…');
}

function reasonIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: unknown } };
    return String(error?.message ?? 'it does not say why.');
  } catch {
    return 'that is not the proxy itself.';
  }
}
